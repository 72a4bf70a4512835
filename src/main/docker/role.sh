#!/usr/bin/env bash
# Runs once, when PostgreSQL's image makes the database for compose.yaml: an ordinary role for the service, with a database
# of its own. The superuser loses his password, so that he can only come in from inside the container.
set -euo pipefail
psql --set=ON_ERROR_STOP=1 --set=password="$POSTGRES_PASSWORD" --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
create role frontrow login password :'password';
create database frontrow owner frontrow;
alter role current_user password null;
SQL
