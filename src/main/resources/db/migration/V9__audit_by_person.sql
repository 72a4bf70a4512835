-- The audit trail is searched by the name of who did it, which never changes.
set local lock_timeout = '2s';

drop index audit_entry_by_account;
create index audit_entry_by_username on audit_entry (username, id);
create index audit_entry_by_act on audit_entry (act, id);
