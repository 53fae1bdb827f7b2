CREATE TABLE attempt (
  id text primary key,
  run_id text not null,
  stage text not null,
  number integer not null,
  round integer not null,
  state text not null,
  started_at integer not null,
  ended_at integer,
  exit_code integer,
  signal text,
  cause text,
  pid integer,
  cpu_ms integer,
  peak_rss_bytes integer
) without rowid;

CREATE UNIQUE INDEX attempt_live on attempt (run_id, stage)
  where state in ('starting', 'running', 'stopping');

CREATE UNIQUE INDEX attempt_number on attempt (run_id, stage, number) where state <> 'fenced';

CREATE INDEX attempt_of_run on attempt (run_id, stage, number);

CREATE TABLE cache (
  pipeline text not null,
  stage text not null,
  key text not null,
  outs text not null,
  outputs text,
  parts text not null,
  run text not null,
  at integer not null,
  primary key (pipeline, stage, key)
) without rowid;

CREATE INDEX cache_newest on cache (pipeline, stage, at);

CREATE TABLE command (
  id integer primary key autoincrement,
  key text not null unique,
  kind text not null,
  target text,
  args text not null,
  by text not null,
  at integer not null,
  state text not null default 'new' check (state in ('new', 'done', 'refused')),
  result text
);

CREATE INDEX command_new on command (id) where state = 'new';

CREATE TABLE effect (
  key text primary key,
  kind text not null,
  data text not null,
  epoch integer not null,
  tries integer not null default 0,
  next_at integer
) without rowid;

CREATE TABLE event (
  seq integer primary key autoincrement,
  run_id text,
  run_seq integer,
  epoch integer not null,
  at integer not null,
  kind text not null,
  v integer not null,
  data text not null
);

CREATE UNIQUE INDEX event_of_run on event (run_id, run_seq) where run_id is not null;

CREATE TABLE host (
  epoch integer primary key,
  pid integer not null,
  start_time integer not null,
  boot_id text not null,
  pid_ns text not null,
  version text not null,
  since integer not null,
  left_at integer
, kind text, machine text, place text, draining_by text);

CREATE TABLE message (
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

CREATE INDEX message_of_run on message (run_id, at);

CREATE INDEX message_recent on message (at);

CREATE INDEX message_waiting on message (at) where state = 'waiting';

CREATE TABLE meta (
  key text primary key,
  value text not null
) without rowid;

CREATE TABLE metric (
  id integer primary key autoincrement,
  attempt_id text not null,
  name text not null,
  step real,
  value real not null,
  at integer not null
);

CREATE INDEX metric_of_attempt on metric (attempt_id, name, id);

CREATE TABLE model (
  name text primary key,
  last_version integer not null
) without rowid;

CREATE TABLE model_alias (
  model text not null,
  alias text not null,
  version integer not null,
  by text not null,
  at integer not null,
  primary key (model, alias),
  foreign key (model, version) references model_version (model, version)
) without rowid;

CREATE TABLE model_history (
  id integer primary key autoincrement,
  model text not null,
  version integer not null,
  event text not null,
  text text not null,
  by text not null,
  at integer not null
);

CREATE INDEX model_history_of on model_history (model, id);

CREATE TABLE model_version (
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

CREATE INDEX model_version_of_hash on model_version (hash);

CREATE TABLE not_kept (
  pipeline text not null,
  stage text not null,
  cause text not null,
  run text not null,
  primary key (pipeline, stage)
) without rowid;

CREATE TABLE pipeline (
  name text primary key,
  last_number integer not null
) without rowid;

CREATE TABLE read_offset (
  attempt_id text not null,
  file text not null,
  bytes integer not null,
  primary key (attempt_id, file)
) without rowid;

CREATE TABLE round (
  run_id text not null,
  n integer not null,
  trigger text not null,
  by text not null,
  state text,
  started_at integer,
  ended_at integer,
  primary key (run_id, n)
) without rowid;

CREATE TABLE run (
  id text primary key,
  pipeline text not null,
  folder text not null,
  number integer not null,
  state text not null,
  reason text,
  trigger text not null,
  by text not null,
  round integer not null,
  plan text not null references version (hash),
  created_at integer not null,
  started_at integer,
  ended_at integer, due_at integer, rerun_of text, parent text, pinned_at integer, bytes integer, removing_at integer,
  unique (pipeline, number)
) without rowid;

CREATE INDEX run_ended_of on run (pipeline, ended_at) where ended_at is not null;

CREATE INDEX run_of_parent on run (parent) where parent is not null;

CREATE INDEX run_open on run (created_at) where ended_at is null;

CREATE INDEX run_recent on run (created_at);

CREATE INDEX run_removing on run (removing_at) where removing_at is not null;

CREATE TABLE run_environment (
  run_id text primary key,
  env text not null,
  umask integer not null
) without rowid;

CREATE TABLE run_source (
  run_id text primary key,
  "commit" text,
  branch text,
  dirty integer not null,
  patch text
) without rowid;

CREATE TABLE sample (
  attempt_id text not null,
  at integer not null,
  cpu_percent real,
  rss_bytes integer not null,
  gpu_percent real,
  gpu_bytes integer,
  primary key (attempt_id, at)
) without rowid;

CREATE TABLE secret (
  attempt_id text not null,
  name text not null,
  form text not null,
  length integer not null,
  rolling text not null,
  hmac text not null,
  primary key (attempt_id, name, form)
) without rowid;

CREATE TABLE stage (
  run_id text not null,
  position integer not null,
  key text not null,
  state text not null,
  reason text,
  due_at integer,
  attempt integer not null,
  max_attempts integer not null,
  started_at integer,
  ended_at integer,
  outputs text,
  primary key (run_id, position)
) without rowid;

CREATE TABLE version (
  hash text primary key,
  pipeline text not null,
  plan text not null,
  at integer not null
) without rowid;

pragma user_version = 5;
