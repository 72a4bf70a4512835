#!/bin/sh
# Runs once, when the data directory is made. The service's role owns its database and is no superuser, as in production.
set -eu
psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
  --set user="$SERVICE_USERNAME" --set password="$SERVICE_PASSWORD" <<'SQL'
create role :"user" login password :'password';
create database frontrow owner :"user";
SQL
