// The registry of models, and the outbox of messages.
//
// Versions are never changed but for their archive mark; what was deleted leaves its number behind in `last_version`, and its
// history. A message is one row from its first try to its end; its id says what it is about, so the same is never there twice.

export const SQL = /* sql */ `
create table model (
  name text primary key,
  last_version integer not null
) without rowid;

create table model_version (
  model text not null references model (name),
  version integer not null,
  hash text not null,
  bytes integer not null,
  files integer not null,
  name text not null,
  metrics text not null,
  provenance text not null,
  by text not null,
  at integer not null,
  archived_at integer,
  primary key (model, version)
) without rowid;
create index model_version_of_hash on model_version (hash);

create table model_alias (
  model text not null,
  alias text not null,
  version integer not null,
  by text not null,
  at integer not null,
  primary key (model, alias),
  foreign key (model, version) references model_version (model, version)
) without rowid;

create table model_history (
  id integer primary key autoincrement,
  model text not null,
  version integer not null,
  event text not null,
  text text not null,
  by text not null,
  at integer not null
);
create index model_history_of on model_history (model, id);

create table message (
  id text primary key,
  run_id text,
  round integer,
  stage text,
  attempt_id text,
  channel text not null,
  body text not null,
  state text not null check (state in ('waiting', 'accepted', 'refused', 'given_up', 'withdrawn')),
  tries integer not null,
  next_at integer,
  give_up_at integer not null,
  at integer not null,
  ended_at integer,
  error text
) without rowid;
create index message_waiting on message (at) where state = 'waiting';
create index message_of_run on message (run_id, at);
create index message_recent on message (at);
`;
