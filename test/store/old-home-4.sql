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
);

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
  ended_at integer, due_at integer, rerun_of text,
  unique (pipeline, number)
) without rowid;

CREATE INDEX run_open on run (created_at) where ended_at is null;

CREATE INDEX run_recent on run (created_at);

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

pragma user_version = 4;

insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-1', 'succeeded', 'told', 1, 1, 'succeeded', 1700000001000, 1700000001000, 0, null, null, 4242, 120, 4096);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-10', 'failed', 'lost', 1, 1, 'crashed', 1700000001060, 1700000001070, null, null, 'exit code unknown', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-11', 'failed', 'refused', 1, 1, 'failed', 1700000001070, 1700000001070, null, null, 'could not start: no such folder', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-12', 'timed_out', 'slow', 1, 1, 'cancelled', 1700000001070, 1700000001590, 143, 'SIGTERM', 'run timed out', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-13', 'cancelled', 'slow', 1, 1, 'cancelled', 1700000001590, 1700000001660, 143, 'SIGTERM', 'cancelled by ada', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-14', 'retried', 'good', 1, 1, 'succeeded', 1700000001660, 1700000001670, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-15', 'retried', 'flaky', 1, 1, 'failed', 1700000001670, 1700000001680, 3, null, 'exit 3', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-16', 'retried', 'tidy', 1, 1, 'succeeded', 1700000001680, 1700000001690, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-17', 'retried', 'flaky', 2, 2, 'succeeded', 1700000001690, 1700000001700, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-18', 'retried', 'below', 1, 2, 'succeeded', 1700000001700, 1700000001710, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-19', 'retried', 'tidy', 2, 2, 'succeeded', 1700000001710, 1700000001720, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-2', 'succeeded', 'twin', 1, 1, 'succeeded', 1700000001000, 1700000001010, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-20', 'again', 'flaky', 1, 1, 'failed', 1700000001720, 1700000001730, 3, null, 'exit 3', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-21', 'again', 'flaky', 2, 2, 'succeeded', 1700000002230, 1700000002240, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-22', 'rerun', 'flaky', 1, 1, 'failed', 1700000002240, 1700000002250, 3, null, 'exit 3', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-23', 'rerun', 'tidy', 1, 1, 'succeeded', 1700000002250, 1700000002260, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-24', 'rerun', 'flaky', 2, 2, 'succeeded', 1700000002260, 1700000002270, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-25', 'rerun', 'below', 1, 2, 'succeeded', 1700000002270, 1700000002280, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-26', 'rerun', 'tidy', 2, 2, 'succeeded', 1700000002280, 1700000002290, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-27', 'maker', 'first', 1, 1, 'succeeded', 1700000002290, 1700000002290, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-28', 'maker', 'aside', 1, 1, 'succeeded', 1700000002290, 1700000002300, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-29', 'maker', 'made', 1, 1, 'succeeded', 1700000002290, 1700000002300, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-3', 'succeeded', 'flaky', 1, 1, 'failed', 1700000001000, 1700000001010, 3, null, 'exit 3', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-30', 'cached', 'first', 1, 1, 'succeeded', 1700000002300, 1700000002300, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-31', 'cached', 'aside', 1, 1, 'succeeded', 1700000002300, 1700000002310, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-32', 'approved', 'built', 1, 1, 'succeeded', 1700000002310, 1700000002310, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-33', 'approved', 'aside', 1, 1, 'succeeded', 1700000002310, 1700000002320, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-34', 'approved', 'push', 1, 1, 'succeeded', 1700000002320, 1700000002330, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-35', 'rejected', 'built', 1, 1, 'succeeded', 1700000002330, 1700000002330, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-36', 'rejected', 'aside', 1, 1, 'succeeded', 1700000002330, 1700000002340, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-37', 'asking', 'built', 1, 1, 'succeeded', 1700000002340, 1700000002340, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-38', 'asking', 'aside', 1, 1, 'succeeded', 1700000002340, 1700000002350, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-39', 'between', 'failing', 1, 1, 'failed', 1700000002350, 1700000002360, 1, null, 'exit 1', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-4', 'succeeded', 'flaky', 2, 1, 'succeeded', 1700000001010, 1700000001020, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-40', 'running', 'told', 1, 1, 'succeeded', 1700000002450, 1700000011000, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-41', 'measured', 'told', 1, 1, 'running', 1700000002550, null, null, null, null, 4243, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-42', 'begun', 'told', 1, 1, 'succeeded', 1700000002550, 1700000011000, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-5', 'succeeded', 'late', 1, 1, 'fenced', 1700000001020, 1700000001020, null, null, 'never started', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-6', 'succeeded', 'late', 1, 1, 'succeeded', 1700000001020, 1700000001030, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-7', 'partial', 'failing', 1, 1, 'failed', 1700000001030, 1700000001040, 1, null, 'exit 1', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-8', 'partial', 'failing', 2, 1, 'failed', 1700000001040, 1700000001050, 1, null, 'exit 1', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-9', 'partial', 'next', 1, 1, 'succeeded', 1700000001050, 1700000001060, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-of-3-1', 'asked', 'told', 1, 1, 'starting', 1700000011000, null, null, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-of-3-2', 'queued', 'told', 1, 1, 'starting', 1700000011000, null, null, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('attempt-of-4-1', 'begun', 'next', 1, 1, 'starting', 1700000011000, null, null, null, null, null, null, null);
insert into cache (pipeline, stage, key, outs, outputs, parts, run, at) values ('thrifty', 'made', 'k-1', 'o-1', '{"model":"m-7"}', '{}', 'thrifty#1', 1700000002300);
insert into command (id, key, kind, target, args, by, at, state, result) values (1, 'key-1', 'trigger', 'succeeded', '{"run":"succeeded","planHash":"9444c983bee55d461c474d1ac0d30e7a4cea903abfdc20d0f8fa8fc9b536f420","trigger":"manual","umask":23}', 'ada', 1700000001000, 'done', 'nightly#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (2, 'key-2', 'trigger', 'partial', '{"run":"partial","planHash":"c5e9bc2aedeaa5730c38acae63db310f5309c31469c458a3d0b582500745d4ed","trigger":"manual","umask":23}', 'ada', 1700000001030, 'done', 'nightly#2');
insert into command (id, key, kind, target, args, by, at, state, result) values (3, 'key-3', 'trigger', 'failed', '{"run":"failed","planHash":"bb46fd6e3ffcf06c753c96645a8be44c9bf02268bd018fc49b4d7d82d9977ec1","trigger":"manual","umask":23}', 'ada', 1700000001060, 'done', 'broken#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (4, 'key-4', 'trigger', 'timed_out', '{"run":"timed_out","planHash":"acfa5ca4b5198df6316e502fc45989eda09d09c57d3114088a2c9edf49358e93","trigger":"manual","umask":23}', 'ada', 1700000001070, 'done', 'broken#2');
insert into command (id, key, kind, target, args, by, at, state, result) values (5, 'key-5', 'trigger', 'cancelled', '{"run":"cancelled","planHash":"0d89b08c51a5c3e19d286bda960635ecc7c6fdc5c2a7bb94be903357c670fc5b","trigger":"manual","umask":23}', 'ada', 1700000001590, 'done', 'stopped#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (6, 'key-6', 'cancel', 'cancelled', '{"run":"cancelled","stage":null}', 'ada', 1700000001640, 'done', 'cancelling');
insert into command (id, key, kind, target, args, by, at, state, result) values (7, 'key-7', 'trigger', 'retried', '{"run":"retried","planHash":"44915c14d12835277b3546f40aeb1035f514ce8f7631a64c29217e6977a85836","trigger":"manual","umask":23}', 'ada', 1700000001660, 'done', 'by_hand#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (8, 'key-8', 'retry', 'retried', '{"run":"retried"}', 'ada', 1700000001690, 'done', 'round 2');
insert into command (id, key, kind, target, args, by, at, state, result) values (9, 'key-9', 'trigger', 'again', '{"run":"again","planHash":"9f0e855f31dec7c031685e24241a04de3a9c330d3b3e6361a92ae0d45eb11922","trigger":"manual","umask":23}', 'ada', 1700000001720, 'done', 'by_itself#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (10, 'key-10', 'trigger', 'rerun', '{"run":"rerun","planHash":"44915c14d12835277b3546f40aeb1035f514ce8f7631a64c29217e6977a85836","trigger":"rerun","umask":23}', 'ada', 1700000002240, 'done', 'by_hand#2');
insert into command (id, key, kind, target, args, by, at, state, result) values (11, 'key-11', 'retry', 'rerun', '{"run":"rerun"}', 'ada', 1700000002260, 'done', 'round 2');
insert into command (id, key, kind, target, args, by, at, state, result) values (12, 'key-12', 'trigger', 'maker', '{"run":"maker","planHash":"9e1053d097654e17529ea28d065eea70e6bf3f216df228bc116a15579af39c26","trigger":"manual","umask":23}', 'ada', 1700000002290, 'done', 'thrifty#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (13, 'key-13', 'trigger', 'cached', '{"run":"cached","planHash":"9e1053d097654e17529ea28d065eea70e6bf3f216df228bc116a15579af39c26","trigger":"manual","umask":23}', 'ada', 1700000002300, 'done', 'thrifty#2');
insert into command (id, key, kind, target, args, by, at, state, result) values (14, 'key-14', 'trigger', 'approved', '{"run":"approved","planHash":"a41823329915e06db629aa1474901d54741a2b03cf52154cf1793b3bd656147a","trigger":"manual","umask":23}', 'ada', 1700000002310, 'done', 'careful#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (15, 'key-15', 'answer', 'approved', '{"run":"approved","stage":"gate","round":1,"message":"f1 looks right","approved":true}', 'ada', 1700000002320, 'done', 'approved');
insert into command (id, key, kind, target, args, by, at, state, result) values (16, 'key-16', 'trigger', 'rejected', '{"run":"rejected","planHash":"a41823329915e06db629aa1474901d54741a2b03cf52154cf1793b3bd656147a","trigger":"manual","umask":23}', 'ada', 1700000002330, 'done', 'careful#2');
insert into command (id, key, kind, target, args, by, at, state, result) values (17, 'key-17', 'answer', 'rejected', '{"run":"rejected","stage":"gate","round":1,"message":"f1 looks right","approved":false}', 'ada', 1700000002340, 'done', 'rejected');
insert into command (id, key, kind, target, args, by, at, state, result) values (18, 'key-18', 'trigger', 'asking', '{"run":"asking","planHash":"a41823329915e06db629aa1474901d54741a2b03cf52154cf1793b3bd656147a","trigger":"manual","umask":23}', 'ada', 1700000002340, 'done', 'careful#3');
insert into command (id, key, kind, target, args, by, at, state, result) values (19, 'key-19', 'trigger', 'between', '{"run":"between","planHash":"a82d2ef2c5a172c7389291e62713c308013281fa256b6431f1158f53737e5129","trigger":"manual","umask":23}', 'ada', 1700000002350, 'done', 'patient#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (20, 'key-20', 'trigger', 'running', '{"run":"running","planHash":"41f93bfb94f37c575d65c4d7770b8a8797777992949199a0828cc068b65b280e","trigger":"manual","umask":23}', 'ada', 1700000002450, 'done', 'long#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (21, 'key-21', 'trigger', 'queued', '{"run":"queued","planHash":"41f93bfb94f37c575d65c4d7770b8a8797777992949199a0828cc068b65b280e","trigger":"manual","umask":23}', 'ada', 1700000002450, 'done', 'long#2');
insert into command (id, key, kind, target, args, by, at, state, result) values (22, 'key-22', 'trigger', 'measured', '{"run":"measured","planHash":"541a9e36e94417589da376817835114bf50b013c21ad5035710006c20b5725b9","trigger":"manual","umask":23}', 'ada', 1700000002550, 'done', 'measured#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (23, 'key-23', 'trigger', 'asked', '{"run":"asked","planHash":"47570919d6bc0b2038375431f23f290dd52e7072bae705e5c532589c0b9a3feb","trigger":"manual","umask":23}', 'ada', 1700000002550, 'done', 'asked#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (24, 'key-24', 'trigger', 'begun', '{"run":"begun","planHash":"914d2267af4635256f4cc1f48ac29e3d3dbaede61664a2b8424507f2ad7750db","trigger":"manual","umask":23}', 'ada', 1700000002550, 'done', 'fresh#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (25, 'key-25', 'cancel', 'measured', '{"run":"measured","stage":null}', 'ada', 1700000011000, 'new', null);
insert into sqlite_sequence (name, seq) values ('command', 25);
insert into sqlite_sequence (name, seq) values ('event', 216);
insert into sqlite_sequence (name, seq) values ('command', 25);
insert into sqlite_sequence (name, seq) values ('metric', 3);
insert into sqlite_sequence (name, seq) values ('model_history', 6);
insert into effect (key, kind, data, epoch, tries, next_at) values ('start:attempt-of-4-1', 'start', '{"kind":"start","key":"start:attempt-of-4-1","run":"begun","stage":"next","attempt":"attempt-of-4-1"}', 7, 0, null);
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (1, null, null, 1, 1700000001000, 'host.started', 2, '{"pid":321,"version":"0.1.0"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (2, 'succeeded', 1, 1, 1700000001000, 'run.created', 2, '{"pipeline":"nightly","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"9444c983bee55d461c474d1ac0d30e7a4cea903abfdc20d0f8fa8fc9b536f420","rerun":null,"now":{"at":1700000001000,"up":1000,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (3, 'succeeded', 2, 1, 1700000001000, 'run.started', 2, '{"round":1,"now":{"at":1700000001000,"up":1000,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (4, 'succeeded', 3, 1, 1700000001000, 'attempt.starting', 2, '{"stage":"told","attempt":"attempt-1","number":1,"round":1,"now":{"at":1700000001000,"up":1000,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (5, 'succeeded', 4, 1, 1700000001000, 'attempt.starting', 2, '{"stage":"twin","attempt":"attempt-2","number":1,"round":1,"now":{"at":1700000001000,"up":1000,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (6, 'succeeded', 5, 1, 1700000001000, 'attempt.running', 2, '{"stage":"told","attempt":"attempt-1","claim":{"pid":4242,"startTime":77,"up":1000}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (7, 'succeeded', 6, 1, 1700000001000, 'attempt.ended', 2, '{"stage":"told","attempt":"attempt-1","as":"succeeded","endedAt":1700000001000,"exitCode":0,"cause":null,"claim":null,"cpuMs":120,"peakRssBytes":4096,"outputs":{"model":"m-1"},"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (8, 'succeeded', 7, 1, 1700000001000, 'stage.ended', 2, '{"stage":"told","end":{"is":"succeeded","endedAt":1700000001000,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (9, 'succeeded', 8, 1, 1700000001000, 'attempt.starting', 2, '{"stage":"flaky","attempt":"attempt-3","number":1,"round":1,"now":{"at":1700000001000,"up":1000,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (10, 'succeeded', 9, 1, 1700000001010, 'attempt.ended', 2, '{"stage":"twin","attempt":"attempt-2","as":"succeeded","endedAt":1700000001010,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (11, 'succeeded', 10, 1, 1700000001010, 'stage.ended', 2, '{"stage":"twin","end":{"is":"succeeded","endedAt":1700000001010,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (12, 'succeeded', 11, 1, 1700000001010, 'attempt.ended', 2, '{"stage":"flaky","attempt":"attempt-3","as":"failed","endedAt":1700000001010,"exitCode":3,"cause":"exit 3","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (13, 'succeeded', 12, 1, 1700000001010, 'stage.retrying', 2, '{"stage":"flaky","due":{"at":1700000001010,"up":1010,"boot":"boot-1"},"cause":"exit 3"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (14, 'succeeded', 13, 1, 1700000001010, 'attempt.starting', 2, '{"stage":"flaky","attempt":"attempt-4","number":2,"round":1,"now":{"at":1700000001010,"up":1010,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (15, 'succeeded', 14, 1, 1700000001020, 'attempt.ended', 2, '{"stage":"flaky","attempt":"attempt-4","as":"succeeded","endedAt":1700000001020,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (16, 'succeeded', 15, 1, 1700000001020, 'stage.ended', 2, '{"stage":"flaky","end":{"is":"succeeded","endedAt":1700000001020,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (17, 'succeeded', 16, 1, 1700000001020, 'attempt.starting', 2, '{"stage":"late","attempt":"attempt-5","number":1,"round":1,"now":{"at":1700000001020,"up":1020,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (18, 'succeeded', 17, 1, 1700000001020, 'attempt.ended', 2, '{"stage":"late","attempt":"attempt-5","as":"fenced","endedAt":1700000001020,"exitCode":null,"cause":"never started","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (19, 'succeeded', 18, 1, 1700000001020, 'attempt.starting', 2, '{"stage":"late","attempt":"attempt-6","number":1,"round":1,"now":{"at":1700000001020,"up":1020,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (20, 'succeeded', 19, 1, 1700000001030, 'attempt.ended', 2, '{"stage":"late","attempt":"attempt-6","as":"succeeded","endedAt":1700000001030,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (21, 'succeeded', 20, 1, 1700000001030, 'stage.ended', 2, '{"stage":"late","end":{"is":"succeeded","endedAt":1700000001030,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (22, 'succeeded', 21, 1, 1700000001030, 'stage.ended', 2, '{"stage":"unwell","end":{"is":"skipped","endedAt":1700000001030,"reason":"nothing before it failed"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (23, 'succeeded', 22, 1, 1700000001030, 'run.ended', 2, '{"as":"succeeded","reason":null,"endedAt":1700000001030}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (24, 'partial', 1, 1, 1700000001030, 'run.created', 2, '{"pipeline":"nightly","folder":"/project","number":2,"trigger":"manual","by":"ada","plan":"c5e9bc2aedeaa5730c38acae63db310f5309c31469c458a3d0b582500745d4ed","rerun":null,"now":{"at":1700000001030,"up":1030,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (25, 'partial', 2, 1, 1700000001030, 'run.started', 2, '{"round":1,"now":{"at":1700000001030,"up":1030,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (26, 'partial', 3, 1, 1700000001030, 'attempt.starting', 2, '{"stage":"failing","attempt":"attempt-7","number":1,"round":1,"now":{"at":1700000001030,"up":1030,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (27, 'partial', 4, 1, 1700000001040, 'attempt.ended', 2, '{"stage":"failing","attempt":"attempt-7","as":"failed","endedAt":1700000001040,"exitCode":1,"cause":"exit 1","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (28, 'partial', 5, 1, 1700000001040, 'stage.retrying', 2, '{"stage":"failing","due":{"at":1700000001040,"up":1040,"boot":"boot-1"},"cause":"exit 1"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (29, 'partial', 6, 1, 1700000001040, 'attempt.starting', 2, '{"stage":"failing","attempt":"attempt-8","number":2,"round":1,"now":{"at":1700000001040,"up":1040,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (30, 'partial', 7, 1, 1700000001050, 'attempt.ended', 2, '{"stage":"failing","attempt":"attempt-8","as":"failed","endedAt":1700000001050,"exitCode":1,"cause":"exit 1","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (31, 'partial', 8, 1, 1700000001050, 'stage.ended', 2, '{"stage":"failing","end":{"is":"failed","endedAt":1700000001050,"reason":"exit 1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (32, 'partial', 9, 1, 1700000001050, 'attempt.starting', 2, '{"stage":"next","attempt":"attempt-9","number":1,"round":1,"now":{"at":1700000001050,"up":1050,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (33, 'partial', 10, 1, 1700000001060, 'attempt.ended', 2, '{"stage":"next","attempt":"attempt-9","as":"succeeded","endedAt":1700000001060,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (34, 'partial', 11, 1, 1700000001060, 'stage.ended', 2, '{"stage":"next","end":{"is":"succeeded","endedAt":1700000001060,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (35, 'partial', 12, 1, 1700000001060, 'run.ended', 2, '{"as":"partial","reason":"failing: exit 1","endedAt":1700000001060}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (36, null, null, 2, 1700000001060, 'host.started', 2, '{"pid":321,"version":"0.1.0"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (37, 'failed', 1, 2, 1700000001060, 'run.created', 2, '{"pipeline":"broken","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"bb46fd6e3ffcf06c753c96645a8be44c9bf02268bd018fc49b4d7d82d9977ec1","rerun":null,"now":{"at":1700000001060,"up":1060,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (38, 'failed', 2, 2, 1700000001060, 'run.started', 2, '{"round":1,"now":{"at":1700000001060,"up":1060,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (39, 'failed', 3, 2, 1700000001060, 'attempt.starting', 2, '{"stage":"lost","attempt":"attempt-10","number":1,"round":1,"now":{"at":1700000001060,"up":1060,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (40, 'failed', 4, 2, 1700000001070, 'attempt.ended', 2, '{"stage":"lost","attempt":"attempt-10","as":"crashed","endedAt":1700000001070,"exitCode":null,"cause":"exit code unknown","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (41, 'failed', 5, 2, 1700000001070, 'stage.ended', 2, '{"stage":"lost","end":{"is":"crashed","endedAt":1700000001070,"reason":"exit code unknown"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (42, 'failed', 6, 2, 1700000001070, 'stage.ended', 2, '{"stage":"below","end":{"is":"upstream_failed","endedAt":1700000001070,"reason":"lost crashed"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (43, 'failed', 7, 2, 1700000001070, 'attempt.starting', 2, '{"stage":"refused","attempt":"attempt-11","number":1,"round":1,"now":{"at":1700000001070,"up":1070,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (44, 'failed', 8, 2, 1700000001070, 'attempt.ended', 2, '{"stage":"refused","attempt":"attempt-11","as":"failed","endedAt":1700000001070,"exitCode":null,"cause":"could not start: no such folder","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (45, 'failed', 9, 2, 1700000001070, 'stage.ended', 2, '{"stage":"refused","end":{"is":"failed","endedAt":1700000001070,"reason":"could not start: no such folder"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (46, 'failed', 10, 2, 1700000001070, 'run.ended', 2, '{"as":"failed","reason":"lost: exit code unknown","endedAt":1700000001070}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (47, 'timed_out', 1, 2, 1700000001070, 'run.created', 2, '{"pipeline":"broken","folder":"/project","number":2,"trigger":"manual","by":"ada","plan":"acfa5ca4b5198df6316e502fc45989eda09d09c57d3114088a2c9edf49358e93","rerun":null,"now":{"at":1700000001070,"up":1070,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (48, 'timed_out', 2, 2, 1700000001070, 'run.started', 2, '{"round":1,"now":{"at":1700000001070,"up":1070,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (49, 'timed_out', 3, 2, 1700000001070, 'attempt.starting', 2, '{"stage":"slow","attempt":"attempt-12","number":1,"round":1,"now":{"at":1700000001070,"up":1070,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (50, 'timed_out', 4, 2, 1700000001570, 'run.stopping', 2, '{"why":{"is":"timeout"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (51, 'timed_out', 5, 2, 1700000001570, 'attempt.stopping', 2, '{"stage":"slow","attempt":"attempt-12","stop":{"why":{"is":"run_timeout"},"asked":{"at":1700000001570,"up":1570,"boot":"boot-1"}},"byPerson":false}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (52, 'timed_out', 6, 2, 1700000001590, 'attempt.ended', 2, '{"stage":"slow","attempt":"attempt-12","as":"cancelled","endedAt":1700000001590,"exitCode":143,"cause":"run timed out","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (53, 'timed_out', 7, 2, 1700000001590, 'stage.ended', 2, '{"stage":"slow","end":{"is":"cancelled","endedAt":1700000001590,"reason":"run timed out","byRun":true,"byPerson":false}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (54, 'timed_out', 8, 2, 1700000001590, 'run.ended', 2, '{"as":"timed_out","reason":"run timed out","endedAt":1700000001590}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (55, 'cancelled', 1, 2, 1700000001590, 'run.created', 2, '{"pipeline":"stopped","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"0d89b08c51a5c3e19d286bda960635ecc7c6fdc5c2a7bb94be903357c670fc5b","rerun":null,"now":{"at":1700000001590,"up":1590,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (56, 'cancelled', 2, 2, 1700000001590, 'run.started', 2, '{"round":1,"now":{"at":1700000001590,"up":1590,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (57, 'cancelled', 3, 2, 1700000001590, 'attempt.starting', 2, '{"stage":"slow","attempt":"attempt-13","number":1,"round":1,"now":{"at":1700000001590,"up":1590,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (58, 'cancelled', 4, 2, 1700000001640, 'run.stopping', 2, '{"why":{"is":"cancel","by":"ada"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (59, 'cancelled', 5, 2, 1700000001640, 'stage.ended', 2, '{"stage":"never","end":{"is":"cancelled","endedAt":1700000001640,"reason":"run cancelled by ada","byRun":true,"byPerson":true}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (60, 'cancelled', 6, 2, 1700000001640, 'attempt.stopping', 2, '{"stage":"slow","attempt":"attempt-13","stop":{"why":{"is":"run_cancel","by":"ada"},"asked":{"at":1700000001640,"up":1640,"boot":"boot-1"}},"byPerson":true}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (61, null, null, 3, 1700000001640, 'host.started', 2, '{"pid":321,"version":"0.1.0"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (62, 'cancelled', 7, 3, 1700000001660, 'attempt.ended', 2, '{"stage":"slow","attempt":"attempt-13","as":"cancelled","endedAt":1700000001660,"exitCode":143,"cause":"cancelled by ada","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (63, 'cancelled', 8, 3, 1700000001660, 'stage.ended', 2, '{"stage":"slow","end":{"is":"cancelled","endedAt":1700000001660,"reason":"cancelled by ada","byRun":true,"byPerson":true}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (64, 'cancelled', 9, 3, 1700000001660, 'run.ended', 2, '{"as":"cancelled","reason":"cancelled by ada","endedAt":1700000001660}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (65, 'retried', 1, 3, 1700000001660, 'run.created', 2, '{"pipeline":"by_hand","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"44915c14d12835277b3546f40aeb1035f514ce8f7631a64c29217e6977a85836","rerun":null,"now":{"at":1700000001660,"up":1660,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (66, 'retried', 2, 3, 1700000001660, 'run.started', 2, '{"round":1,"now":{"at":1700000001660,"up":1660,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (67, 'retried', 3, 3, 1700000001660, 'attempt.starting', 2, '{"stage":"good","attempt":"attempt-14","number":1,"round":1,"now":{"at":1700000001660,"up":1660,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (68, 'retried', 4, 3, 1700000001670, 'attempt.ended', 2, '{"stage":"good","attempt":"attempt-14","as":"succeeded","endedAt":1700000001670,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (69, 'retried', 5, 3, 1700000001670, 'stage.ended', 2, '{"stage":"good","end":{"is":"succeeded","endedAt":1700000001670,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (70, 'retried', 6, 3, 1700000001670, 'attempt.starting', 2, '{"stage":"flaky","attempt":"attempt-15","number":1,"round":1,"now":{"at":1700000001670,"up":1670,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (71, 'retried', 7, 3, 1700000001680, 'attempt.ended', 2, '{"stage":"flaky","attempt":"attempt-15","as":"failed","endedAt":1700000001680,"exitCode":3,"cause":"exit 3","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (72, 'retried', 8, 3, 1700000001680, 'stage.ended', 2, '{"stage":"flaky","end":{"is":"failed","endedAt":1700000001680,"reason":"exit 3"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (73, 'retried', 9, 3, 1700000001680, 'stage.ended', 2, '{"stage":"below","end":{"is":"upstream_failed","endedAt":1700000001680,"reason":"flaky failed"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (74, 'retried', 10, 3, 1700000001680, 'attempt.starting', 2, '{"stage":"tidy","attempt":"attempt-16","number":1,"round":1,"now":{"at":1700000001680,"up":1680,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (75, 'retried', 11, 3, 1700000001690, 'attempt.ended', 2, '{"stage":"tidy","attempt":"attempt-16","as":"succeeded","endedAt":1700000001690,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (76, 'retried', 12, 3, 1700000001690, 'stage.ended', 2, '{"stage":"tidy","end":{"is":"succeeded","endedAt":1700000001690,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (77, 'retried', 13, 3, 1700000001690, 'run.ended', 2, '{"as":"failed","reason":"flaky: exit 3","endedAt":1700000001690}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (78, 'retried', 14, 3, 1700000001690, 'round.opened', 2, '{"round":2,"trigger":"retry","by":"ada","stages":["flaky","tidy","below"],"due":null,"before":null}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (79, 'retried', 15, 3, 1700000001690, 'run.started', 2, '{"round":2,"now":{"at":1700000001690,"up":1690,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (80, 'retried', 16, 3, 1700000001690, 'attempt.starting', 2, '{"stage":"flaky","attempt":"attempt-17","number":2,"round":2,"now":{"at":1700000001690,"up":1690,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (81, 'retried', 17, 3, 1700000001700, 'attempt.ended', 2, '{"stage":"flaky","attempt":"attempt-17","as":"succeeded","endedAt":1700000001700,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (82, 'retried', 18, 3, 1700000001700, 'stage.ended', 2, '{"stage":"flaky","end":{"is":"succeeded","endedAt":1700000001700,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (83, 'retried', 19, 3, 1700000001700, 'attempt.starting', 2, '{"stage":"below","attempt":"attempt-18","number":1,"round":2,"now":{"at":1700000001700,"up":1700,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (84, 'retried', 20, 3, 1700000001710, 'attempt.ended', 2, '{"stage":"below","attempt":"attempt-18","as":"succeeded","endedAt":1700000001710,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (85, 'retried', 21, 3, 1700000001710, 'stage.ended', 2, '{"stage":"below","end":{"is":"succeeded","endedAt":1700000001710,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (86, 'retried', 22, 3, 1700000001710, 'attempt.starting', 2, '{"stage":"tidy","attempt":"attempt-19","number":2,"round":2,"now":{"at":1700000001710,"up":1710,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (87, 'retried', 23, 3, 1700000001720, 'attempt.ended', 2, '{"stage":"tidy","attempt":"attempt-19","as":"succeeded","endedAt":1700000001720,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (88, 'retried', 24, 3, 1700000001720, 'stage.ended', 2, '{"stage":"tidy","end":{"is":"succeeded","endedAt":1700000001720,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (89, 'retried', 25, 3, 1700000001720, 'run.ended', 2, '{"as":"succeeded","reason":null,"endedAt":1700000001720}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (90, 'again', 1, 3, 1700000001720, 'run.created', 2, '{"pipeline":"by_itself","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"9f0e855f31dec7c031685e24241a04de3a9c330d3b3e6361a92ae0d45eb11922","rerun":null,"now":{"at":1700000001720,"up":1720,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (91, 'again', 2, 3, 1700000001720, 'run.started', 2, '{"round":1,"now":{"at":1700000001720,"up":1720,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (92, 'again', 3, 3, 1700000001720, 'attempt.starting', 2, '{"stage":"flaky","attempt":"attempt-20","number":1,"round":1,"now":{"at":1700000001720,"up":1720,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (93, 'again', 4, 3, 1700000001730, 'attempt.ended', 2, '{"stage":"flaky","attempt":"attempt-20","as":"failed","endedAt":1700000001730,"exitCode":3,"cause":"exit 3","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (94, 'again', 5, 3, 1700000001730, 'stage.ended', 2, '{"stage":"flaky","end":{"is":"failed","endedAt":1700000001730,"reason":"exit 3"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (95, 'again', 6, 3, 1700000001730, 'round.opened', 2, '{"round":2,"trigger":"retry_run","by":"dagtop","stages":["flaky"],"due":{"at":1700000002230,"up":2230,"boot":"boot-1"},"before":{"as":"failed","endedAt":1700000001730}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (96, 'again', 7, 3, 1700000002230, 'run.started', 2, '{"round":2,"now":{"at":1700000002230,"up":2230,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (97, 'again', 8, 3, 1700000002230, 'attempt.starting', 2, '{"stage":"flaky","attempt":"attempt-21","number":2,"round":2,"now":{"at":1700000002230,"up":2230,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (98, 'again', 9, 3, 1700000002240, 'attempt.ended', 2, '{"stage":"flaky","attempt":"attempt-21","as":"succeeded","endedAt":1700000002240,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (99, 'again', 10, 3, 1700000002240, 'stage.ended', 2, '{"stage":"flaky","end":{"is":"succeeded","endedAt":1700000002240,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (100, 'again', 11, 3, 1700000002240, 'run.ended', 2, '{"as":"succeeded","reason":null,"endedAt":1700000002240}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (101, 'rerun', 1, 3, 1700000002240, 'run.created', 2, '{"pipeline":"by_hand","folder":"/project","number":2,"trigger":"rerun","by":"ada","plan":"44915c14d12835277b3546f40aeb1035f514ce8f7631a64c29217e6977a85836","rerun":{"run":"retried","name":"by_hand#1","state":{},"fresh":[]},"now":{"at":1700000002240,"up":2240,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (102, 'rerun', 2, 3, 1700000002240, 'stage.taken_over', 2, '{"stage":"good","from":"by_hand#1","end":{"is":"succeeded","endedAt":1700000002240,"reason":"taken over from by_hand#1"},"outputs":{"f1":"0.9"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (103, 'rerun', 3, 3, 1700000002240, 'run.started', 2, '{"round":1,"now":{"at":1700000002240,"up":2240,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (104, 'rerun', 4, 3, 1700000002240, 'attempt.starting', 2, '{"stage":"flaky","attempt":"attempt-22","number":1,"round":1,"now":{"at":1700000002240,"up":2240,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (105, 'rerun', 5, 3, 1700000002250, 'attempt.ended', 2, '{"stage":"flaky","attempt":"attempt-22","as":"failed","endedAt":1700000002250,"exitCode":3,"cause":"exit 3","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (106, 'rerun', 6, 3, 1700000002250, 'stage.ended', 2, '{"stage":"flaky","end":{"is":"failed","endedAt":1700000002250,"reason":"exit 3"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (107, 'rerun', 7, 3, 1700000002250, 'stage.ended', 2, '{"stage":"below","end":{"is":"upstream_failed","endedAt":1700000002250,"reason":"flaky failed"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (108, 'rerun', 8, 3, 1700000002250, 'attempt.starting', 2, '{"stage":"tidy","attempt":"attempt-23","number":1,"round":1,"now":{"at":1700000002250,"up":2250,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (109, 'rerun', 9, 3, 1700000002260, 'attempt.ended', 2, '{"stage":"tidy","attempt":"attempt-23","as":"succeeded","endedAt":1700000002260,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (110, 'rerun', 10, 3, 1700000002260, 'stage.ended', 2, '{"stage":"tidy","end":{"is":"succeeded","endedAt":1700000002260,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (111, 'rerun', 11, 3, 1700000002260, 'run.ended', 2, '{"as":"failed","reason":"flaky: exit 3","endedAt":1700000002260}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (112, 'rerun', 12, 3, 1700000002260, 'round.opened', 2, '{"round":2,"trigger":"retry","by":"ada","stages":["flaky","tidy","below"],"due":null,"before":null}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (113, 'rerun', 13, 3, 1700000002260, 'run.started', 2, '{"round":2,"now":{"at":1700000002260,"up":2260,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (114, 'rerun', 14, 3, 1700000002260, 'attempt.starting', 2, '{"stage":"flaky","attempt":"attempt-24","number":2,"round":2,"now":{"at":1700000002260,"up":2260,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (115, 'rerun', 15, 3, 1700000002270, 'attempt.ended', 2, '{"stage":"flaky","attempt":"attempt-24","as":"succeeded","endedAt":1700000002270,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (116, 'rerun', 16, 3, 1700000002270, 'stage.ended', 2, '{"stage":"flaky","end":{"is":"succeeded","endedAt":1700000002270,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (117, 'rerun', 17, 3, 1700000002270, 'attempt.starting', 2, '{"stage":"below","attempt":"attempt-25","number":1,"round":2,"now":{"at":1700000002270,"up":2270,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (118, 'rerun', 18, 3, 1700000002280, 'attempt.ended', 2, '{"stage":"below","attempt":"attempt-25","as":"succeeded","endedAt":1700000002280,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (119, 'rerun', 19, 3, 1700000002280, 'stage.ended', 2, '{"stage":"below","end":{"is":"succeeded","endedAt":1700000002280,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (120, 'rerun', 20, 3, 1700000002280, 'attempt.starting', 2, '{"stage":"tidy","attempt":"attempt-26","number":2,"round":2,"now":{"at":1700000002280,"up":2280,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (121, 'rerun', 21, 3, 1700000002290, 'attempt.ended', 2, '{"stage":"tidy","attempt":"attempt-26","as":"succeeded","endedAt":1700000002290,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (122, 'rerun', 22, 3, 1700000002290, 'stage.ended', 2, '{"stage":"tidy","end":{"is":"succeeded","endedAt":1700000002290,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (123, 'rerun', 23, 3, 1700000002290, 'run.ended', 2, '{"as":"succeeded","reason":null,"endedAt":1700000002290}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (124, 'maker', 1, 3, 1700000002290, 'run.created', 2, '{"pipeline":"thrifty","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"9e1053d097654e17529ea28d065eea70e6bf3f216df228bc116a15579af39c26","rerun":null,"now":{"at":1700000002290,"up":2290,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (125, 'maker', 2, 3, 1700000002290, 'run.started', 2, '{"round":1,"now":{"at":1700000002290,"up":2290,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (126, 'maker', 3, 3, 1700000002290, 'attempt.starting', 2, '{"stage":"first","attempt":"attempt-27","number":1,"round":1,"now":{"at":1700000002290,"up":2290,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (127, 'maker', 4, 3, 1700000002290, 'attempt.starting', 2, '{"stage":"aside","attempt":"attempt-28","number":1,"round":1,"now":{"at":1700000002290,"up":2290,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (128, 'maker', 5, 3, 1700000002290, 'attempt.ended', 2, '{"stage":"first","attempt":"attempt-27","as":"succeeded","endedAt":1700000002290,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (129, 'maker', 6, 3, 1700000002290, 'stage.ended', 2, '{"stage":"first","end":{"is":"succeeded","endedAt":1700000002290,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (130, 'maker', 7, 3, 1700000002290, 'stage.queued', 2, '{"stage":"made","for":{"is":"hash","done":0,"total":0}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (131, 'maker', 8, 3, 1700000002290, 'stage.hashed', 2, '{"stage":"made","base":"base of k-1","key":"k-1","parts":{},"miss":"nothing is kept of it yet"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (132, 'maker', 9, 3, 1700000002290, 'attempt.starting', 2, '{"stage":"made","attempt":"attempt-29","number":1,"round":1,"now":{"at":1700000002290,"up":2290,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (133, 'maker', 10, 3, 1700000002300, 'attempt.ended', 2, '{"stage":"aside","attempt":"attempt-28","as":"succeeded","endedAt":1700000002300,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (134, 'maker', 11, 3, 1700000002300, 'stage.ended', 2, '{"stage":"aside","end":{"is":"succeeded","endedAt":1700000002300,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (135, 'maker', 12, 3, 1700000002300, 'attempt.ended', 2, '{"stage":"made","attempt":"attempt-29","as":"succeeded","endedAt":1700000002300,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (136, 'maker', 13, 3, 1700000002300, 'stage.ended', 2, '{"stage":"made","end":{"is":"succeeded","endedAt":1700000002300,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (137, 'maker', 14, 3, 1700000002300, 'run.ended', 2, '{"as":"succeeded","reason":null,"endedAt":1700000002300}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (138, 'cached', 1, 3, 1700000002300, 'run.created', 2, '{"pipeline":"thrifty","folder":"/project","number":2,"trigger":"manual","by":"ada","plan":"9e1053d097654e17529ea28d065eea70e6bf3f216df228bc116a15579af39c26","rerun":null,"now":{"at":1700000002300,"up":2300,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (139, 'cached', 2, 3, 1700000002300, 'run.started', 2, '{"round":1,"now":{"at":1700000002300,"up":2300,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (140, 'cached', 3, 3, 1700000002300, 'attempt.starting', 2, '{"stage":"first","attempt":"attempt-30","number":1,"round":1,"now":{"at":1700000002300,"up":2300,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (141, 'cached', 4, 3, 1700000002300, 'attempt.starting', 2, '{"stage":"aside","attempt":"attempt-31","number":1,"round":1,"now":{"at":1700000002300,"up":2300,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (142, 'cached', 5, 3, 1700000002300, 'attempt.ended', 2, '{"stage":"first","attempt":"attempt-30","as":"succeeded","endedAt":1700000002300,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (143, 'cached', 6, 3, 1700000002300, 'stage.ended', 2, '{"stage":"first","end":{"is":"succeeded","endedAt":1700000002300,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (144, 'cached', 7, 3, 1700000002300, 'stage.queued', 2, '{"stage":"made","for":{"is":"hash","done":0,"total":0}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (145, 'cached', 8, 3, 1700000002300, 'stage.taken_over', 2, '{"stage":"made","from":"thrifty#1","end":{"is":"cached","endedAt":1700000002300,"reason":"unchanged since thrifty#1"},"outputs":{"model":"m-7"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (146, 'cached', 9, 3, 1700000002310, 'attempt.ended', 2, '{"stage":"aside","attempt":"attempt-31","as":"succeeded","endedAt":1700000002310,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (147, 'cached', 10, 3, 1700000002310, 'stage.ended', 2, '{"stage":"aside","end":{"is":"succeeded","endedAt":1700000002310,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (148, 'cached', 11, 3, 1700000002310, 'run.ended', 2, '{"as":"succeeded","reason":null,"endedAt":1700000002310}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (149, 'approved', 1, 3, 1700000002310, 'run.created', 2, '{"pipeline":"careful","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"a41823329915e06db629aa1474901d54741a2b03cf52154cf1793b3bd656147a","rerun":null,"now":{"at":1700000002310,"up":2310,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (150, 'approved', 2, 3, 1700000002310, 'run.started', 2, '{"round":1,"now":{"at":1700000002310,"up":2310,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (151, 'approved', 3, 3, 1700000002310, 'attempt.starting', 2, '{"stage":"built","attempt":"attempt-32","number":1,"round":1,"now":{"at":1700000002310,"up":2310,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (152, 'approved', 4, 3, 1700000002310, 'attempt.starting', 2, '{"stage":"aside","attempt":"attempt-33","number":1,"round":1,"now":{"at":1700000002310,"up":2310,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (153, 'approved', 5, 3, 1700000002310, 'attempt.ended', 2, '{"stage":"built","attempt":"attempt-32","as":"succeeded","endedAt":1700000002310,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (154, 'approved', 6, 3, 1700000002310, 'stage.ended', 2, '{"stage":"built","end":{"is":"succeeded","endedAt":1700000002310,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (155, 'approved', 7, 3, 1700000002310, 'stage.waiting', 2, '{"stage":"gate","since":{"at":1700000002310,"up":2310,"boot":"boot-1"},"due":null,"message":"Promote it?"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (156, 'approved', 8, 3, 1700000002320, 'attempt.ended', 2, '{"stage":"aside","attempt":"attempt-33","as":"succeeded","endedAt":1700000002320,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (157, 'approved', 9, 3, 1700000002320, 'stage.ended', 2, '{"stage":"aside","end":{"is":"succeeded","endedAt":1700000002320,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (158, 'approved', 10, 3, 1700000002320, 'stage.ended', 2, '{"stage":"gate","end":{"is":"succeeded","endedAt":1700000002320,"reason":"approved by ada: f1 looks right"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (159, 'approved', 11, 3, 1700000002320, 'attempt.starting', 2, '{"stage":"push","attempt":"attempt-34","number":1,"round":1,"now":{"at":1700000002320,"up":2320,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (160, 'approved', 12, 3, 1700000002330, 'attempt.ended', 2, '{"stage":"push","attempt":"attempt-34","as":"succeeded","endedAt":1700000002330,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (161, 'approved', 13, 3, 1700000002330, 'stage.ended', 2, '{"stage":"push","end":{"is":"succeeded","endedAt":1700000002330,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (162, 'approved', 14, 3, 1700000002330, 'run.ended', 2, '{"as":"succeeded","reason":null,"endedAt":1700000002330}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (163, 'rejected', 1, 3, 1700000002330, 'run.created', 2, '{"pipeline":"careful","folder":"/project","number":2,"trigger":"manual","by":"ada","plan":"a41823329915e06db629aa1474901d54741a2b03cf52154cf1793b3bd656147a","rerun":null,"now":{"at":1700000002330,"up":2330,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (164, 'rejected', 2, 3, 1700000002330, 'run.started', 2, '{"round":1,"now":{"at":1700000002330,"up":2330,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (165, 'rejected', 3, 3, 1700000002330, 'attempt.starting', 2, '{"stage":"built","attempt":"attempt-35","number":1,"round":1,"now":{"at":1700000002330,"up":2330,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (166, 'rejected', 4, 3, 1700000002330, 'attempt.starting', 2, '{"stage":"aside","attempt":"attempt-36","number":1,"round":1,"now":{"at":1700000002330,"up":2330,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (167, 'rejected', 5, 3, 1700000002330, 'attempt.ended', 2, '{"stage":"built","attempt":"attempt-35","as":"succeeded","endedAt":1700000002330,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (168, 'rejected', 6, 3, 1700000002330, 'stage.ended', 2, '{"stage":"built","end":{"is":"succeeded","endedAt":1700000002330,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (169, 'rejected', 7, 3, 1700000002330, 'stage.waiting', 2, '{"stage":"gate","since":{"at":1700000002330,"up":2330,"boot":"boot-1"},"due":null,"message":"Promote it?"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (170, 'rejected', 8, 3, 1700000002340, 'attempt.ended', 2, '{"stage":"aside","attempt":"attempt-36","as":"succeeded","endedAt":1700000002340,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (171, 'rejected', 9, 3, 1700000002340, 'stage.ended', 2, '{"stage":"aside","end":{"is":"succeeded","endedAt":1700000002340,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (172, 'rejected', 10, 3, 1700000002340, 'stage.ended', 2, '{"stage":"gate","end":{"is":"rejected","endedAt":1700000002340,"reason":"rejected by ada: f1 looks right"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (173, 'rejected', 11, 3, 1700000002340, 'stage.ended', 2, '{"stage":"push","end":{"is":"upstream_failed","endedAt":1700000002340,"reason":"gate rejected"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (174, 'rejected', 12, 3, 1700000002340, 'run.ended', 2, '{"as":"failed","reason":"gate: rejected by ada: f1 looks right","endedAt":1700000002340}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (175, 'asking', 1, 3, 1700000002340, 'run.created', 2, '{"pipeline":"careful","folder":"/project","number":3,"trigger":"manual","by":"ada","plan":"a41823329915e06db629aa1474901d54741a2b03cf52154cf1793b3bd656147a","rerun":null,"now":{"at":1700000002340,"up":2340,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (176, 'asking', 2, 3, 1700000002340, 'run.started', 2, '{"round":1,"now":{"at":1700000002340,"up":2340,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (177, 'asking', 3, 3, 1700000002340, 'attempt.starting', 2, '{"stage":"built","attempt":"attempt-37","number":1,"round":1,"now":{"at":1700000002340,"up":2340,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (178, 'asking', 4, 3, 1700000002340, 'attempt.starting', 2, '{"stage":"aside","attempt":"attempt-38","number":1,"round":1,"now":{"at":1700000002340,"up":2340,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (179, 'asking', 5, 3, 1700000002340, 'attempt.ended', 2, '{"stage":"built","attempt":"attempt-37","as":"succeeded","endedAt":1700000002340,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (180, 'asking', 6, 3, 1700000002340, 'stage.ended', 2, '{"stage":"built","end":{"is":"succeeded","endedAt":1700000002340,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (181, 'asking', 7, 3, 1700000002340, 'stage.waiting', 2, '{"stage":"gate","since":{"at":1700000002340,"up":2340,"boot":"boot-1"},"due":null,"message":"Promote it?"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (182, 'asking', 8, 3, 1700000002350, 'attempt.ended', 2, '{"stage":"aside","attempt":"attempt-38","as":"succeeded","endedAt":1700000002350,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (183, 'asking', 9, 3, 1700000002350, 'stage.ended', 2, '{"stage":"aside","end":{"is":"succeeded","endedAt":1700000002350,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (184, 'between', 1, 3, 1700000002350, 'run.created', 2, '{"pipeline":"patient","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"a82d2ef2c5a172c7389291e62713c308013281fa256b6431f1158f53737e5129","rerun":null,"now":{"at":1700000002350,"up":2350,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (185, 'between', 2, 3, 1700000002350, 'run.started', 2, '{"round":1,"now":{"at":1700000002350,"up":2350,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (186, 'between', 3, 3, 1700000002350, 'attempt.starting', 2, '{"stage":"failing","attempt":"attempt-39","number":1,"round":1,"now":{"at":1700000002350,"up":2350,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (187, 'between', 4, 3, 1700000002360, 'attempt.ended', 2, '{"stage":"failing","attempt":"attempt-39","as":"failed","endedAt":1700000002360,"exitCode":1,"cause":"exit 1","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (188, 'between', 5, 3, 1700000002360, 'stage.ended', 2, '{"stage":"failing","end":{"is":"failed","endedAt":1700000002360,"reason":"exit 1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (189, 'between', 6, 3, 1700000002360, 'round.opened', 2, '{"round":2,"trigger":"retry_run","by":"dagtop","stages":["failing"],"due":{"at":1700003602360,"up":3602360,"boot":"boot-1"},"before":{"as":"failed","endedAt":1700000002360}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (190, 'running', 1, 3, 1700000002450, 'run.created', 2, '{"pipeline":"long","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"41f93bfb94f37c575d65c4d7770b8a8797777992949199a0828cc068b65b280e","rerun":null,"now":{"at":1700000002450,"up":2450,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (191, 'running', 2, 3, 1700000002450, 'run.started', 2, '{"round":1,"now":{"at":1700000002450,"up":2450,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (192, 'running', 3, 3, 1700000002450, 'attempt.starting', 2, '{"stage":"told","attempt":"attempt-40","number":1,"round":1,"now":{"at":1700000002450,"up":2450,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (193, 'queued', 1, 3, 1700000002450, 'run.created', 2, '{"pipeline":"long","folder":"/project","number":2,"trigger":"manual","by":"ada","plan":"41f93bfb94f37c575d65c4d7770b8a8797777992949199a0828cc068b65b280e","rerun":null,"now":{"at":1700000002450,"up":2450,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (194, 'queued', 2, 3, 1700000002450, 'run.waiting', 2, '{"reason":"waits for long#1, which is still running"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (195, 'measured', 1, 3, 1700000002550, 'run.created', 2, '{"pipeline":"measured","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"541a9e36e94417589da376817835114bf50b013c21ad5035710006c20b5725b9","rerun":null,"now":{"at":1700000002550,"up":2550,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (196, 'measured', 2, 3, 1700000002550, 'run.started', 2, '{"round":1,"now":{"at":1700000002550,"up":2550,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (197, 'measured', 3, 3, 1700000002550, 'attempt.starting', 2, '{"stage":"told","attempt":"attempt-41","number":1,"round":1,"now":{"at":1700000002550,"up":2550,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (198, 'measured', 4, 3, 1700000002550, 'attempt.running', 2, '{"stage":"told","attempt":"attempt-41","claim":{"pid":4243,"startTime":77,"up":2550}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (199, 'begun', 1, 3, 1700000002550, 'run.created', 2, '{"pipeline":"fresh","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"914d2267af4635256f4cc1f48ac29e3d3dbaede61664a2b8424507f2ad7750db","rerun":null,"now":{"at":1700000002550,"up":2550,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (200, 'begun', 2, 3, 1700000002550, 'run.started', 2, '{"round":1,"now":{"at":1700000002550,"up":2550,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (201, 'begun', 3, 3, 1700000002550, 'attempt.starting', 2, '{"stage":"told","attempt":"attempt-42","number":1,"round":1,"now":{"at":1700000002550,"up":2550,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (202, null, null, 4, 1700000001000, 'host.started', 2, '{"pid":321,"version":"0.1.0"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (203, null, null, 5, 1700000011000, 'host.started', 2, '{"pid":321,"version":"0.1.0"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (204, 'asked', 1, 5, 1700000011000, 'run.created', 2, '{"pipeline":"asked","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"47570919d6bc0b2038375431f23f290dd52e7072bae705e5c532589c0b9a3feb","rerun":null,"now":{"at":1700000011000,"up":11000,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (205, 'asked', 2, 5, 1700000011000, 'run.started', 2, '{"round":1,"now":{"at":1700000011000,"up":11000,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (206, 'asked', 3, 5, 1700000011000, 'attempt.starting', 2, '{"stage":"told","attempt":"attempt-of-3-1","number":1,"round":1,"now":{"at":1700000011000,"up":11000,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (207, 'running', 4, 5, 1700000011000, 'attempt.ended', 2, '{"stage":"told","attempt":"attempt-40","as":"succeeded","endedAt":1700000011000,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (208, 'running', 5, 5, 1700000011000, 'stage.ended', 2, '{"stage":"told","end":{"is":"succeeded","endedAt":1700000011000,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (209, 'running', 6, 5, 1700000011000, 'run.ended', 2, '{"as":"succeeded","reason":null,"endedAt":1700000011000}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (210, 'queued', 3, 5, 1700000011000, 'run.started', 2, '{"round":1,"now":{"at":1700000011000,"up":11000,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (211, 'queued', 4, 5, 1700000011000, 'attempt.starting', 2, '{"stage":"told","attempt":"attempt-of-3-2","number":1,"round":1,"now":{"at":1700000011000,"up":11000,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (212, null, null, 6, 1700000001000, 'host.started', 2, '{"pid":321,"version":"0.1.0"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (213, null, null, 7, 1700000011000, 'host.started', 2, '{"pid":321,"version":"0.1.0"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (214, 'begun', 4, 7, 1700000011000, 'attempt.ended', 2, '{"stage":"told","attempt":"attempt-42","as":"succeeded","endedAt":1700000011000,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (215, 'begun', 5, 7, 1700000011000, 'stage.ended', 2, '{"stage":"told","end":{"is":"succeeded","endedAt":1700000011000,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (216, 'begun', 6, 7, 1700000011000, 'attempt.starting', 2, '{"stage":"next","attempt":"attempt-of-4-1","number":1,"round":1,"now":{"at":1700000011000,"up":11000,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, left_at) values (1, 321, 9000, 'boot-1', 'pid:[1]', '0.1.0', 1700000001000, null);
insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, left_at) values (2, 321, 9000, 'boot-1', 'pid:[1]', '0.1.0', 1700000001060, null);
insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, left_at) values (3, 321, 9000, 'boot-1', 'pid:[1]', '0.1.0', 1700000001640, null);
insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, left_at) values (4, 321, 9000, 'boot-1', 'pid:[1]', '0.1.0', 1700000001000, null);
insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, left_at) values (5, 321, 9000, 'boot-1', 'pid:[1]', '0.1.0', 1700000011000, null);
insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, left_at) values (6, 321, 9000, 'boot-1', 'pid:[1]', '0.1.0', 1700000001000, null);
insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, left_at) values (7, 321, 9000, 'boot-1', 'pid:[1]', '0.1.0', 1700000011000, null);
insert into meta (key, value) values ('home_id', 'home-1');
insert into meta (key, value) values ('secret_key', '0707070707070707070707070707070707070707070707070707070707070707');
insert into metric (id, attempt_id, name, step, value, at) values (1, 'attempt-41', 'loss', 1, 0.5, 1700000002550);
insert into metric (id, attempt_id, name, step, value, at) values (2, 'attempt-41', 'loss', 2, 0.25, 1700000002550);
insert into metric (id, attempt_id, name, step, value, at) values (3, 'attempt-41', 'f1', null, 0.9, 1700000002550);
insert into not_kept (pipeline, stage, cause, run) values ('thrifty', 'made', 'changed while it ran', 'thrifty#2');
insert into pipeline (name, last_number) values ('asked', 1);
insert into pipeline (name, last_number) values ('broken', 2);
insert into pipeline (name, last_number) values ('by_hand', 2);
insert into pipeline (name, last_number) values ('by_itself', 1);
insert into pipeline (name, last_number) values ('careful', 3);
insert into pipeline (name, last_number) values ('fresh', 1);
insert into pipeline (name, last_number) values ('long', 2);
insert into pipeline (name, last_number) values ('measured', 1);
insert into pipeline (name, last_number) values ('nightly', 2);
insert into pipeline (name, last_number) values ('patient', 1);
insert into pipeline (name, last_number) values ('stopped', 1);
insert into pipeline (name, last_number) values ('thrifty', 2);
insert into read_offset (attempt_id, file, bytes) values ('attempt-41', 'metrics', 77);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('again', 1, 'manual', 'ada', 'failed', 1700000001720, 1700000001730);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('again', 2, 'retry_run', 'dagtop', 'succeeded', 1700000002230, 1700000002240);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('approved', 1, 'manual', 'ada', 'succeeded', 1700000002310, 1700000002330);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('asked', 1, 'manual', 'ada', null, 1700000011000, null);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('asking', 1, 'manual', 'ada', null, 1700000002340, null);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('begun', 1, 'manual', 'ada', null, 1700000002550, null);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('between', 1, 'manual', 'ada', 'failed', 1700000002350, 1700000002360);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('between', 2, 'retry_run', 'dagtop', null, null, null);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('cached', 1, 'manual', 'ada', 'succeeded', 1700000002300, 1700000002310);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('cancelled', 1, 'manual', 'ada', 'cancelled', 1700000001590, 1700000001660);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('failed', 1, 'manual', 'ada', 'failed', 1700000001060, 1700000001070);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('maker', 1, 'manual', 'ada', 'succeeded', 1700000002290, 1700000002300);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('measured', 1, 'manual', 'ada', null, 1700000002550, null);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('partial', 1, 'manual', 'ada', 'partial', 1700000001030, 1700000001060);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('queued', 1, 'manual', 'ada', null, 1700000011000, null);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('rejected', 1, 'manual', 'ada', 'failed', 1700000002330, 1700000002340);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('rerun', 1, 'rerun', 'ada', 'failed', 1700000002240, 1700000002260);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('rerun', 2, 'retry', 'ada', 'succeeded', 1700000002260, 1700000002290);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('retried', 1, 'manual', 'ada', 'failed', 1700000001660, 1700000001690);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('retried', 2, 'retry', 'ada', 'succeeded', 1700000001690, 1700000001720);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('running', 1, 'manual', 'ada', 'succeeded', 1700000002450, 1700000011000);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('succeeded', 1, 'manual', 'ada', 'succeeded', 1700000001000, 1700000001030);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('timed_out', 1, 'manual', 'ada', 'timed_out', 1700000001070, 1700000001590);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('again', 'by_itself', '/project', 1, 'succeeded', null, 'manual', 'ada', 2, '9f0e855f31dec7c031685e24241a04de3a9c330d3b3e6361a92ae0d45eb11922', 1700000001720, 1700000001720, 1700000002240, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('approved', 'careful', '/project', 1, 'succeeded', null, 'manual', 'ada', 1, 'a41823329915e06db629aa1474901d54741a2b03cf52154cf1793b3bd656147a', 1700000002310, 1700000002310, 1700000002330, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('asked', 'asked', '/project', 1, 'running', null, 'manual', 'ada', 1, '47570919d6bc0b2038375431f23f290dd52e7072bae705e5c532589c0b9a3feb', 1700000011000, 1700000011000, null, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('asking', 'careful', '/project', 3, 'running', null, 'manual', 'ada', 1, 'a41823329915e06db629aa1474901d54741a2b03cf52154cf1793b3bd656147a', 1700000002340, 1700000002340, null, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('begun', 'fresh', '/project', 1, 'running', null, 'manual', 'ada', 1, '914d2267af4635256f4cc1f48ac29e3d3dbaede61664a2b8424507f2ad7750db', 1700000002550, 1700000002550, null, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('between', 'patient', '/project', 1, 'running', 'round 2', 'manual', 'ada', 2, 'a82d2ef2c5a172c7389291e62713c308013281fa256b6431f1158f53737e5129', 1700000002350, 1700000002350, null, 1700003602360, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('cached', 'thrifty', '/project', 2, 'succeeded', null, 'manual', 'ada', 1, '9e1053d097654e17529ea28d065eea70e6bf3f216df228bc116a15579af39c26', 1700000002300, 1700000002300, 1700000002310, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('cancelled', 'stopped', '/project', 1, 'cancelled', 'cancelled by ada', 'manual', 'ada', 1, '0d89b08c51a5c3e19d286bda960635ecc7c6fdc5c2a7bb94be903357c670fc5b', 1700000001590, 1700000001590, 1700000001660, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('failed', 'broken', '/project', 1, 'failed', 'lost: exit code unknown', 'manual', 'ada', 1, 'bb46fd6e3ffcf06c753c96645a8be44c9bf02268bd018fc49b4d7d82d9977ec1', 1700000001060, 1700000001060, 1700000001070, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('maker', 'thrifty', '/project', 1, 'succeeded', null, 'manual', 'ada', 1, '9e1053d097654e17529ea28d065eea70e6bf3f216df228bc116a15579af39c26', 1700000002290, 1700000002290, 1700000002300, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('measured', 'measured', '/project', 1, 'running', null, 'manual', 'ada', 1, '541a9e36e94417589da376817835114bf50b013c21ad5035710006c20b5725b9', 1700000002550, 1700000002550, null, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('partial', 'nightly', '/project', 2, 'partial', 'failing: exit 1', 'manual', 'ada', 1, 'c5e9bc2aedeaa5730c38acae63db310f5309c31469c458a3d0b582500745d4ed', 1700000001030, 1700000001030, 1700000001060, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('queued', 'long', '/project', 2, 'running', null, 'manual', 'ada', 1, '41f93bfb94f37c575d65c4d7770b8a8797777992949199a0828cc068b65b280e', 1700000002450, 1700000011000, null, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('rejected', 'careful', '/project', 2, 'failed', 'gate: rejected by ada: f1 looks right', 'manual', 'ada', 1, 'a41823329915e06db629aa1474901d54741a2b03cf52154cf1793b3bd656147a', 1700000002330, 1700000002330, 1700000002340, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('rerun', 'by_hand', '/project', 2, 'succeeded', null, 'rerun', 'ada', 2, '44915c14d12835277b3546f40aeb1035f514ce8f7631a64c29217e6977a85836', 1700000002240, 1700000002240, 1700000002290, null, 'by_hand#1');
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('retried', 'by_hand', '/project', 1, 'succeeded', null, 'manual', 'ada', 2, '44915c14d12835277b3546f40aeb1035f514ce8f7631a64c29217e6977a85836', 1700000001660, 1700000001660, 1700000001720, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('running', 'long', '/project', 1, 'succeeded', null, 'manual', 'ada', 1, '41f93bfb94f37c575d65c4d7770b8a8797777992949199a0828cc068b65b280e', 1700000002450, 1700000002450, 1700000011000, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('succeeded', 'nightly', '/project', 1, 'succeeded', null, 'manual', 'ada', 1, '9444c983bee55d461c474d1ac0d30e7a4cea903abfdc20d0f8fa8fc9b536f420', 1700000001000, 1700000001000, 1700000001030, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('timed_out', 'broken', '/project', 2, 'timed_out', 'run timed out', 'manual', 'ada', 1, 'acfa5ca4b5198df6316e502fc45989eda09d09c57d3114088a2c9edf49358e93', 1700000001070, 1700000001070, 1700000001590, null, null);
insert into run_environment (run_id, env, umask) values ('again', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('approved', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('asked', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('asking', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('begun', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('between', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('cached', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('cancelled', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('failed', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('maker', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('measured', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('partial', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('queued', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('rejected', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('rerun', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('retried', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('running', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('succeeded', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('timed_out', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_source (run_id, "commit", branch, dirty, patch) values ('measured', '1f3a', 'main', 1, '+ x
');
insert into sample (attempt_id, at, cpu_percent, rss_bytes, gpu_percent, gpu_bytes) values ('attempt-41', 1700000011000, 99.5, 123456789, null, null);
insert into sample (attempt_id, at, cpu_percent, rss_bytes, gpu_percent, gpu_bytes) values ('attempt-41', 1700000016000, 42, 223456789, 71, 9876543210);
insert into sample (attempt_id, at, cpu_percent, rss_bytes, gpu_percent, gpu_bytes) values ('attempt-42', 1700000011000, null, 1, null, null);
insert into secret (attempt_id, name, form, length, rolling, hmac) values ('attempt-41', 'SLACK_WEBHOOK', 'plain', 24, '0a1b', 'c0de');
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('again', 0, 'flaky', 'succeeded', null, null, 2, 2, 1700000002230, 1700000002240, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('approved', 0, 'built', 'succeeded', null, null, 1, 1, 1700000002310, 1700000002310, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('approved', 1, 'aside', 'succeeded', null, null, 1, 1, 1700000002310, 1700000002320, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('approved', 2, 'gate', 'succeeded', 'approved by ada: f1 looks right', null, 0, 1, null, 1700000002320, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('approved', 3, 'push', 'succeeded', null, null, 1, 1, 1700000002320, 1700000002330, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('asked', 0, 'told', 'running', null, null, 1, 1, 1700000011000, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('asked', 1, 'next', 'pending', null, null, 0, 1, null, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('asking', 0, 'built', 'succeeded', null, null, 1, 1, 1700000002340, 1700000002340, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('asking', 1, 'aside', 'succeeded', null, null, 1, 1, 1700000002340, 1700000002350, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('asking', 2, 'gate', 'waiting', 'Promote it?', null, 0, 1, null, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('asking', 3, 'push', 'pending', null, null, 0, 1, null, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('begun', 0, 'told', 'succeeded', null, null, 1, 1, 1700000002550, 1700000011000, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('begun', 1, 'next', 'running', null, null, 1, 1, 1700000011000, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('between', 0, 'failing', 'pending', 'failed in round 1: exit 1', null, 1, 2, null, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('cached', 0, 'first', 'succeeded', null, null, 1, 1, 1700000002300, 1700000002300, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('cached', 1, 'aside', 'succeeded', null, null, 1, 1, 1700000002300, 1700000002310, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('cached', 2, 'made', 'cached', 'unchanged since thrifty#1', null, 0, 1, null, 1700000002300, '{"model":"m-7"}');
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('cancelled', 0, 'slow', 'cancelled', 'cancelled by ada', null, 1, 1, 1700000001590, 1700000001660, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('cancelled', 1, 'never', 'cancelled', 'run cancelled by ada', null, 0, 1, null, 1700000001640, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('failed', 0, 'lost', 'crashed', 'exit code unknown', null, 1, 1, 1700000001060, 1700000001070, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('failed', 1, 'refused', 'failed', 'could not start: no such folder', null, 1, 1, 1700000001070, 1700000001070, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('failed', 2, 'below', 'upstream_failed', 'lost crashed', null, 0, 1, null, 1700000001070, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('maker', 0, 'first', 'succeeded', null, null, 1, 1, 1700000002290, 1700000002290, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('maker', 1, 'aside', 'succeeded', null, null, 1, 1, 1700000002290, 1700000002300, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('maker', 2, 'made', 'succeeded', null, null, 1, 1, 1700000002290, 1700000002300, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('measured', 0, 'told', 'running', null, null, 1, 1, 1700000002550, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('measured', 1, 'next', 'pending', null, null, 0, 1, null, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('partial', 0, 'failing', 'failed', 'exit 1', null, 2, 2, 1700000001030, 1700000001050, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('partial', 1, 'next', 'succeeded', null, null, 1, 1, 1700000001050, 1700000001060, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('queued', 0, 'told', 'running', null, null, 1, 1, 1700000011000, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('rejected', 0, 'built', 'succeeded', null, null, 1, 1, 1700000002330, 1700000002330, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('rejected', 1, 'aside', 'succeeded', null, null, 1, 1, 1700000002330, 1700000002340, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('rejected', 2, 'gate', 'rejected', 'rejected by ada: f1 looks right', null, 0, 1, null, 1700000002340, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('rejected', 3, 'push', 'upstream_failed', 'gate rejected', null, 0, 1, null, 1700000002340, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('rerun', 0, 'good', 'succeeded', 'taken over from by_hand#1', null, 0, 1, null, 1700000002240, '{"f1":"0.9"}');
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('rerun', 1, 'flaky', 'succeeded', null, null, 2, 2, 1700000002260, 1700000002270, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('rerun', 2, 'tidy', 'succeeded', null, null, 2, 2, 1700000002280, 1700000002290, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('rerun', 3, 'below', 'succeeded', null, null, 1, 1, 1700000002270, 1700000002280, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('retried', 0, 'good', 'succeeded', null, null, 1, 1, 1700000001660, 1700000001670, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('retried', 1, 'flaky', 'succeeded', null, null, 2, 2, 1700000001690, 1700000001700, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('retried', 2, 'tidy', 'succeeded', null, null, 2, 2, 1700000001710, 1700000001720, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('retried', 3, 'below', 'succeeded', null, null, 1, 1, 1700000001700, 1700000001710, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('running', 0, 'told', 'succeeded', null, null, 1, 1, 1700000002450, 1700000011000, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('succeeded', 0, 'told', 'succeeded', null, null, 1, 1, 1700000001000, 1700000001000, '{"model":"m-1"}');
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('succeeded', 1, 'twin', 'succeeded', null, null, 1, 1, 1700000001000, 1700000001010, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('succeeded', 2, 'flaky', 'succeeded', null, null, 2, 2, 1700000001000, 1700000001020, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('succeeded', 3, 'late', 'succeeded', null, null, 1, 1, 1700000001020, 1700000001030, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('succeeded', 4, 'unwell', 'skipped', 'nothing before it failed', null, 0, 1, null, 1700000001030, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('timed_out', 0, 'slow', 'cancelled', 'run timed out', null, 1, 1, 1700000001070, 1700000001590, null);
insert into version (hash, pipeline, plan, at) values ('0d89b08c51a5c3e19d286bda960635ecc7c6fdc5c2a7bb94be903357c670fc5b', 'stopped', '{"v":2,"pipeline":"stopped","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"slow","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"never","description":null,"needs":["slow"],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001590);
insert into version (hash, pipeline, plan, at) values ('41f93bfb94f37c575d65c4d7770b8a8797777992949199a0828cc068b65b280e', 'long', '{"v":2,"pipeline":"long","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"told","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000002450);
insert into version (hash, pipeline, plan, at) values ('44915c14d12835277b3546f40aeb1035f514ce8f7631a64c29217e6977a85836', 'by_hand', '{"v":2,"pipeline":"by_hand","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"good","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"flaky","description":null,"needs":["good"],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"tidy","description":null,"needs":[],"if":"always","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"below","description":null,"needs":["flaky"],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001660);
insert into version (hash, pipeline, plan, at) values ('47570919d6bc0b2038375431f23f290dd52e7072bae705e5c532589c0b9a3feb', 'asked', '{"v":2,"pipeline":"asked","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"told","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"next","description":null,"needs":["told"],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000011000);
insert into version (hash, pipeline, plan, at) values ('541a9e36e94417589da376817835114bf50b013c21ad5035710006c20b5725b9', 'measured', '{"v":2,"pipeline":"measured","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"told","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"next","description":null,"needs":["told"],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000002550);
insert into version (hash, pipeline, plan, at) values ('914d2267af4635256f4cc1f48ac29e3d3dbaede61664a2b8424507f2ad7750db', 'fresh', '{"v":2,"pipeline":"fresh","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"told","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"next","description":null,"needs":["told"],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000002550);
insert into version (hash, pipeline, plan, at) values ('9444c983bee55d461c474d1ac0d30e7a4cea903abfdc20d0f8fa8fc9b536f420', 'nightly', '{"v":2,"pipeline":"nightly","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"told","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"twin","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"flaky","description":null,"needs":["told"],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":1,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"late","description":null,"needs":["flaky"],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"unwell","description":null,"needs":[],"if":"failure","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001000);
insert into version (hash, pipeline, plan, at) values ('9e1053d097654e17529ea28d065eea70e6bf3f216df228bc116a15579af39c26', 'thrifty', '{"v":2,"pipeline":"thrifty","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"first","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"aside","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"made","description":null,"needs":["first"],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":{"deps":["/project/data"],"outs":["/project/model"]},"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000002290);
insert into version (hash, pipeline, plan, at) values ('9f0e855f31dec7c031685e24241a04de3a9c330d3b3e6361a92ae0d45eb11922', 'by_itself', '{"v":2,"pipeline":"by_itself","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":1,"delayMs":500},"secrets":[],"groups":[],"stages":[{"key":"flaky","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001720);
insert into version (hash, pipeline, plan, at) values ('a41823329915e06db629aa1474901d54741a2b03cf52154cf1793b3bd656147a', 'careful', '{"v":2,"pipeline":"careful","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"built","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"aside","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"gate","description":null,"needs":["built"],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"approval","message":[{"is":"text","text":"Promote it?"}],"by":[]},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"push","description":null,"needs":["gate"],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000002310);
insert into version (hash, pipeline, plan, at) values ('a82d2ef2c5a172c7389291e62713c308013281fa256b6431f1158f53737e5129', 'patient', '{"v":2,"pipeline":"patient","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":1,"delayMs":3600000},"secrets":[],"groups":[],"stages":[{"key":"failing","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000002350);
insert into version (hash, pipeline, plan, at) values ('acfa5ca4b5198df6316e502fc45989eda09d09c57d3114088a2c9edf49358e93', 'broken', '{"v":2,"pipeline":"broken","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":500,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"slow","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001070);
insert into version (hash, pipeline, plan, at) values ('bb46fd6e3ffcf06c753c96645a8be44c9bf02268bd018fc49b4d7d82d9977ec1', 'broken', '{"v":2,"pipeline":"broken","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"lost","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"refused","description":null,"needs":["lost"],"if":"always","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"below","description":null,"needs":["lost"],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001060);
insert into version (hash, pipeline, plan, at) values ('c5e9bc2aedeaa5730c38acae63db310f5309c31469c458a3d0b582500745d4ed', 'nightly', '{"v":2,"pipeline":"nightly","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"failing","description":null,"needs":[],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":1,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"warn","onCrash":"fail"},{"key":"next","description":null,"needs":["failing"],"if":"success","uses":null,"condition":null,"ifText":null,"matrix":null,"slots":{},"priority":0,"cache":null,"leaveRunning":[],"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001030);
insert into model (name, last_version) values ('bert', 3);
insert into model_version (model, version, hash, bytes, files, name, metrics, provenance, by, at, archived_at) values ('bert', 1, 'succeeded', 10, 1, 'model.bin', '{"f1":0.9}', '{"runId":"succeeded","run":"succeeded#1","round":1,"stage":"made","attempt":"t","source":{"commit":"3f2a","branch":"main","dirty":true,"patch":"-a\n+b"},"params":{"epochs":3},"data":{"data":"d00d"}}', 'ada', 1700000011000, null);
insert into model_version (model, version, hash, bytes, files, name, metrics, provenance, by, at, archived_at) values ('bert', 2, 'maker', 10, 1, 'model.bin', '{"f1":0.95}', '{"runId":"maker","run":"maker#1","round":1,"stage":"made","attempt":"t","source":{"commit":"3f2a","branch":"main","dirty":true,"patch":"-a\n+b"},"params":{"epochs":3},"data":{"data":"d00d"}}', 'ada', 1700000011100, null);
insert into model_version (model, version, hash, bytes, files, name, metrics, provenance, by, at, archived_at) values ('bert', 3, 'again', 10, 1, 'model.bin', '{"f1":0.7}', '{"runId":"again","run":"again#1","round":1,"stage":"made","attempt":"t","source":{"commit":"3f2a","branch":"main","dirty":true,"patch":"-a\n+b"},"params":{"epochs":3},"data":{"data":"d00d"}}', 'ada', 1700000011200, null);
insert into model_alias (model, alias, version, by, at) values ('bert', 'champion', 2, 'ada', 1700000011100);
insert into model_alias (model, alias, version, by, at) values ('bert', 'previous', 1, 'ada', 1700000011100);
insert into model_history (id, model, version, event, text, by, at) values (1, 'bert', 1, 'made', 'succeeded#1', 'ada', 1700000011000);
insert into model_history (id, model, version, event, text, by, at) values (2, 'bert', 1, 'promoted', 'v1 promoted: f1 0.9, the first champion', 'ada', 1700000011000);
insert into model_history (id, model, version, event, text, by, at) values (3, 'bert', 2, 'made', 'maker#1', 'ada', 1700000011100);
insert into model_history (id, model, version, event, text, by, at) values (4, 'bert', 2, 'promoted', 'v2 promoted: f1 0.95, champion v1 0.9, better by 0.05', 'ada', 1700000011100);
insert into model_history (id, model, version, event, text, by, at) values (5, 'bert', 3, 'made', 'again#1', 'ada', 1700000011200);
insert into model_history (id, model, version, event, text, by, at) values (6, 'bert', 3, 'refused', 'refused: f1 0.7 is below 0.8 (champion v2 0.95)', 'ada', 1700000011200);
insert into message (id, run_id, round, stage, attempt_id, channel, body, state, tries, next_at, give_up_at, at, ended_at, error) values ('msg_1', 'measured', 1, 'told', 'attempt-41', 'hook', '{"id":"msg_1","at":1700000011000,"event":"run.running","level":"ok","title":"all goes well so far","lines":["measured#1 running after 1.0s"],"command":"dagtop show measured#1","subject":"measured","facts":{"pipeline":"measured","run":"measured#1","stage":null,"state":"running","cause":null,"durationMs":1000,"model":null}}', 'waiting', 0, 1700000011000, 1700000611000, 1700000011000, null, null);
insert into message (id, run_id, round, stage, attempt_id, channel, body, state, tries, next_at, give_up_at, at, ended_at, error) values ('msg_2', 'measured', 1, 'told', 'attempt-41', 'file', '{"id":"msg_2","at":1700000011000,"event":"run.running","level":"ok","title":"all goes well so far","lines":["measured#1 running after 1.0s"],"command":"dagtop show measured#1","subject":"measured","facts":{"pipeline":"measured","run":"measured#1","stage":null,"state":"running","cause":null,"durationMs":1000,"model":null}}', 'waiting', 0, 1700000011000, 1700000611000, 1700000011000, null, null);
