-- Which two adjacent seats are next: the same ones in the same order as the service is asked for.
\set n :n + 1
\set pair :first_pair + :client_id + (:n - 1) * :clients
\set show :first_show + :pair % :shows
\set a :first_seat + (:pair % :shows) * :seats + 2 * (:pair / :shows)
\set b :a + 1
\set account :first_account + :pair % :accounts
