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
  ended_at integer,
  unique (pipeline, number)
) without rowid;

CREATE INDEX run_open on run (created_at) where ended_at is null;

CREATE INDEX run_recent on run (created_at);

CREATE TABLE run_environment (
  run_id text primary key,
  env text not null,
  umask integer not null
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

pragma user_version = 1;

insert into meta (key, value) values ('home_id', 'home-1');
insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, left_at) values (1, 321, 9000, 'boot-1', 'pid:[1]', '0.1.0', 1700000001000, null);
insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, left_at) values (2, 321, 9000, 'boot-1', 'pid:[1]', '0.1.0', 1700000001060, null);
insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, left_at) values (3, 321, 9000, 'boot-1', 'pid:[1]', '0.1.0', 1700000001640, null);
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (1, null, null, 1, 1700000001000, 'host.started', 1, '{"pid":321,"version":"0.1.0"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (2, 'succeeded', 1, 1, 1700000001000, 'run.created', 1, '{"pipeline":"nightly","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"f914e94fd6f67668675a416e96725c52d051c53c264a64ebaff7a0faebf73cf5","now":{"at":1700000001000,"up":1000,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (3, 'succeeded', 2, 1, 1700000001000, 'run.started', 1, '{"round":1,"now":{"at":1700000001000,"up":1000,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (4, 'succeeded', 3, 1, 1700000001000, 'attempt.starting', 1, '{"stage":"told","attempt":"old-attempt-1","number":1,"round":1,"now":{"at":1700000001000,"up":1000,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (5, 'succeeded', 4, 1, 1700000001000, 'attempt.starting', 1, '{"stage":"twin","attempt":"old-attempt-2","number":1,"round":1,"now":{"at":1700000001000,"up":1000,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (6, 'succeeded', 5, 1, 1700000001000, 'attempt.running', 1, '{"stage":"told","attempt":"old-attempt-1","claim":{"pid":4242,"startTime":77,"up":1000}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (7, 'succeeded', 6, 1, 1700000001000, 'attempt.ended', 1, '{"stage":"told","attempt":"old-attempt-1","as":"succeeded","endedAt":1700000001000,"exitCode":0,"cause":null,"claim":null,"cpuMs":120,"peakRssBytes":4096,"outputs":{"model":"m-1"},"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (8, 'succeeded', 7, 1, 1700000001000, 'stage.ended', 1, '{"stage":"told","end":{"is":"succeeded","endedAt":1700000001000}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (9, 'succeeded', 8, 1, 1700000001000, 'attempt.starting', 1, '{"stage":"flaky","attempt":"old-attempt-3","number":1,"round":1,"now":{"at":1700000001000,"up":1000,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (10, 'succeeded', 9, 1, 1700000001010, 'attempt.ended', 1, '{"stage":"twin","attempt":"old-attempt-2","as":"succeeded","endedAt":1700000001010,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (11, 'succeeded', 10, 1, 1700000001010, 'stage.ended', 1, '{"stage":"twin","end":{"is":"succeeded","endedAt":1700000001010}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (12, 'succeeded', 11, 1, 1700000001010, 'attempt.ended', 1, '{"stage":"flaky","attempt":"old-attempt-3","as":"failed","endedAt":1700000001010,"exitCode":3,"cause":"exit 3","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (13, 'succeeded', 12, 1, 1700000001010, 'stage.retrying', 1, '{"stage":"flaky","due":{"at":1700000001010,"up":1010,"boot":"boot-1"},"cause":"exit 3"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (14, 'succeeded', 13, 1, 1700000001010, 'attempt.starting', 1, '{"stage":"flaky","attempt":"old-attempt-4","number":2,"round":1,"now":{"at":1700000001010,"up":1010,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (15, 'succeeded', 14, 1, 1700000001020, 'attempt.ended', 1, '{"stage":"flaky","attempt":"old-attempt-4","as":"succeeded","endedAt":1700000001020,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (16, 'succeeded', 15, 1, 1700000001020, 'stage.ended', 1, '{"stage":"flaky","end":{"is":"succeeded","endedAt":1700000001020}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (17, 'succeeded', 16, 1, 1700000001020, 'attempt.starting', 1, '{"stage":"late","attempt":"old-attempt-5","number":1,"round":1,"now":{"at":1700000001020,"up":1020,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (18, 'succeeded', 17, 1, 1700000001020, 'attempt.ended', 1, '{"stage":"late","attempt":"old-attempt-5","as":"fenced","endedAt":1700000001020,"exitCode":null,"cause":"never started","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (19, 'succeeded', 18, 1, 1700000001020, 'attempt.starting', 1, '{"stage":"late","attempt":"old-attempt-6","number":1,"round":1,"now":{"at":1700000001020,"up":1020,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (20, 'succeeded', 19, 1, 1700000001030, 'attempt.ended', 1, '{"stage":"late","attempt":"old-attempt-6","as":"succeeded","endedAt":1700000001030,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (21, 'succeeded', 20, 1, 1700000001030, 'stage.ended', 1, '{"stage":"late","end":{"is":"succeeded","endedAt":1700000001030}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (22, 'succeeded', 21, 1, 1700000001030, 'stage.ended', 1, '{"stage":"unwell","end":{"is":"skipped","endedAt":1700000001030,"reason":"nothing before it failed"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (23, 'succeeded', 22, 1, 1700000001030, 'run.ended', 1, '{"as":"succeeded","reason":null,"endedAt":1700000001030}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (24, 'partial', 1, 1, 1700000001030, 'run.created', 1, '{"pipeline":"nightly","folder":"/project","number":2,"trigger":"manual","by":"ada","plan":"2851bdd843f02b893ec17b6a9873a5b924e999702b9e932b5628333a662a5355","now":{"at":1700000001030,"up":1030,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (25, 'partial', 2, 1, 1700000001030, 'run.started', 1, '{"round":1,"now":{"at":1700000001030,"up":1030,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (26, 'partial', 3, 1, 1700000001030, 'attempt.starting', 1, '{"stage":"failing","attempt":"old-attempt-7","number":1,"round":1,"now":{"at":1700000001030,"up":1030,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (27, 'partial', 4, 1, 1700000001040, 'attempt.ended', 1, '{"stage":"failing","attempt":"old-attempt-7","as":"failed","endedAt":1700000001040,"exitCode":1,"cause":"exit 1","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (28, 'partial', 5, 1, 1700000001040, 'stage.retrying', 1, '{"stage":"failing","due":{"at":1700000001040,"up":1040,"boot":"boot-1"},"cause":"exit 1"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (29, 'partial', 6, 1, 1700000001040, 'attempt.starting', 1, '{"stage":"failing","attempt":"old-attempt-8","number":2,"round":1,"now":{"at":1700000001040,"up":1040,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (30, 'partial', 7, 1, 1700000001050, 'attempt.ended', 1, '{"stage":"failing","attempt":"old-attempt-8","as":"failed","endedAt":1700000001050,"exitCode":1,"cause":"exit 1","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (31, 'partial', 8, 1, 1700000001050, 'stage.ended', 1, '{"stage":"failing","end":{"is":"failed","endedAt":1700000001050,"reason":"exit 1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (32, 'partial', 9, 1, 1700000001050, 'attempt.starting', 1, '{"stage":"next","attempt":"old-attempt-9","number":1,"round":1,"now":{"at":1700000001050,"up":1050,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (33, 'partial', 10, 1, 1700000001060, 'attempt.ended', 1, '{"stage":"next","attempt":"old-attempt-9","as":"succeeded","endedAt":1700000001060,"exitCode":0,"cause":null,"claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (34, 'partial', 11, 1, 1700000001060, 'stage.ended', 1, '{"stage":"next","end":{"is":"succeeded","endedAt":1700000001060}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (35, 'partial', 12, 1, 1700000001060, 'run.ended', 1, '{"as":"partial","reason":"failing: exit 1","endedAt":1700000001060}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (36, null, null, 2, 1700000001060, 'host.started', 1, '{"pid":321,"version":"0.1.0"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (37, 'failed', 1, 2, 1700000001060, 'run.created', 1, '{"pipeline":"broken","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"2e6ac9f36ade9c55e0128d99b6fb34a56a87c34b052eac1b756ace226fa07091","now":{"at":1700000001060,"up":1060,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (38, 'failed', 2, 2, 1700000001060, 'run.started', 1, '{"round":1,"now":{"at":1700000001060,"up":1060,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (39, 'failed', 3, 2, 1700000001060, 'attempt.starting', 1, '{"stage":"lost","attempt":"old-attempt-10","number":1,"round":1,"now":{"at":1700000001060,"up":1060,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (40, 'failed', 4, 2, 1700000001070, 'attempt.ended', 1, '{"stage":"lost","attempt":"old-attempt-10","as":"crashed","endedAt":1700000001070,"exitCode":null,"cause":"exit code unknown","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (41, 'failed', 5, 2, 1700000001070, 'stage.ended', 1, '{"stage":"lost","end":{"is":"crashed","endedAt":1700000001070,"reason":"exit code unknown"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (42, 'failed', 6, 2, 1700000001070, 'stage.ended', 1, '{"stage":"below","end":{"is":"upstream_failed","endedAt":1700000001070,"reason":"lost crashed"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (43, 'failed', 7, 2, 1700000001070, 'attempt.starting', 1, '{"stage":"refused","attempt":"old-attempt-11","number":1,"round":1,"now":{"at":1700000001070,"up":1070,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (44, 'failed', 8, 2, 1700000001070, 'attempt.ended', 1, '{"stage":"refused","attempt":"old-attempt-11","as":"failed","endedAt":1700000001070,"exitCode":null,"cause":"could not start: no such folder","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (45, 'failed', 9, 2, 1700000001070, 'stage.ended', 1, '{"stage":"refused","end":{"is":"failed","endedAt":1700000001070,"reason":"could not start: no such folder"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (46, 'failed', 10, 2, 1700000001070, 'run.ended', 1, '{"as":"failed","reason":"lost: exit code unknown","endedAt":1700000001070}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (47, 'timed_out', 1, 2, 1700000001070, 'run.created', 1, '{"pipeline":"broken","folder":"/project","number":2,"trigger":"manual","by":"ada","plan":"dbedcbb79358e53c104b9623f664732909779a9c552ad6d8c040a80075cc0a47","now":{"at":1700000001070,"up":1070,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (48, 'timed_out', 2, 2, 1700000001070, 'run.started', 1, '{"round":1,"now":{"at":1700000001070,"up":1070,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (49, 'timed_out', 3, 2, 1700000001070, 'attempt.starting', 1, '{"stage":"slow","attempt":"old-attempt-12","number":1,"round":1,"now":{"at":1700000001070,"up":1070,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (50, 'timed_out', 4, 2, 1700000001570, 'run.stopping', 1, '{"why":{"is":"timeout"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (51, 'timed_out', 5, 2, 1700000001570, 'attempt.stopping', 1, '{"stage":"slow","attempt":"old-attempt-12","stop":{"why":{"is":"run_timeout"},"asked":{"at":1700000001570,"up":1570,"boot":"boot-1"}},"byPerson":false}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (52, 'timed_out', 6, 2, 1700000001590, 'attempt.ended', 1, '{"stage":"slow","attempt":"old-attempt-12","as":"cancelled","endedAt":1700000001590,"exitCode":143,"cause":"run timed out","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (53, 'timed_out', 7, 2, 1700000001590, 'stage.ended', 1, '{"stage":"slow","end":{"is":"cancelled","endedAt":1700000001590,"reason":"run timed out","byRun":true}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (54, 'timed_out', 8, 2, 1700000001590, 'run.ended', 1, '{"as":"timed_out","reason":"run timed out","endedAt":1700000001590}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (55, 'cancelled', 1, 2, 1700000001590, 'run.created', 1, '{"pipeline":"stopped","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"9436b2e564838b7b965c7073d5d4b084b36e2a7ac843219e6a4518bce40821f4","now":{"at":1700000001590,"up":1590,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (56, 'cancelled', 2, 2, 1700000001590, 'run.started', 1, '{"round":1,"now":{"at":1700000001590,"up":1590,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (57, 'cancelled', 3, 2, 1700000001590, 'attempt.starting', 1, '{"stage":"slow","attempt":"old-attempt-13","number":1,"round":1,"now":{"at":1700000001590,"up":1590,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (58, 'cancelled', 4, 2, 1700000001640, 'run.stopping', 1, '{"why":{"is":"cancel","by":"ada"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (59, 'cancelled', 5, 2, 1700000001640, 'stage.ended', 1, '{"stage":"never","end":{"is":"cancelled","endedAt":1700000001640,"reason":"run cancelled by ada","byRun":true}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (60, 'cancelled', 6, 2, 1700000001640, 'attempt.stopping', 1, '{"stage":"slow","attempt":"old-attempt-13","stop":{"why":{"is":"run_cancel","by":"ada"},"asked":{"at":1700000001640,"up":1640,"boot":"boot-1"}},"byPerson":true}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (61, null, null, 3, 1700000001640, 'host.started', 1, '{"pid":321,"version":"0.1.0"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (62, 'cancelled', 7, 3, 1700000001660, 'attempt.ended', 1, '{"stage":"slow","attempt":"old-attempt-13","as":"cancelled","endedAt":1700000001660,"exitCode":143,"cause":"cancelled by ada","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (63, 'cancelled', 8, 3, 1700000001660, 'stage.ended', 1, '{"stage":"slow","end":{"is":"cancelled","endedAt":1700000001660,"reason":"cancelled by ada","byRun":true}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (64, 'cancelled', 9, 3, 1700000001660, 'run.ended', 1, '{"as":"cancelled","reason":"cancelled by ada","endedAt":1700000001660}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (65, 'running', 1, 3, 1700000001660, 'run.created', 1, '{"pipeline":"long","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"86619baa59b6960c5ae745a224961cbadebde63cde43198d12600791ff547d30","now":{"at":1700000001660,"up":1660,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (66, 'running', 2, 3, 1700000001660, 'run.started', 1, '{"round":1,"now":{"at":1700000001660,"up":1660,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (67, 'running', 3, 3, 1700000001660, 'attempt.starting', 1, '{"stage":"told","attempt":"old-attempt-14","number":1,"round":1,"now":{"at":1700000001660,"up":1660,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (68, 'queued', 1, 3, 1700000001660, 'run.created', 1, '{"pipeline":"long","folder":"/project","number":2,"trigger":"manual","by":"ada","plan":"86619baa59b6960c5ae745a224961cbadebde63cde43198d12600791ff547d30","now":{"at":1700000001660,"up":1660,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (69, 'queued', 2, 3, 1700000001660, 'run.waiting', 1, '{"reason":"waits for long#1, which is still running"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (70, 'early', 1, 3, 1700000001660, 'run.created', 1, '{"pipeline":"long","folder":"/project","number":3,"trigger":"manual","by":"ada","plan":"86619baa59b6960c5ae745a224961cbadebde63cde43198d12600791ff547d30","now":{"at":1700000001660,"up":1660,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (71, 'early', 2, 3, 1700000001660, 'run.waiting', 1, '{"reason":"waits for long#1, which is still running"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (72, 'early', 3, 3, 1700000001660, 'run.stopping', 1, '{"why":{"is":"cancel","by":"ada"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (73, 'early', 4, 3, 1700000001660, 'stage.ended', 1, '{"stage":"told","end":{"is":"cancelled","endedAt":1700000001660,"reason":"run cancelled by ada","byRun":true}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (74, 'early', 5, 3, 1700000001660, 'run.ended', 1, '{"as":"cancelled","reason":"cancelled by ada","endedAt":1700000001660}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (75, 'retrying', 1, 3, 1700000001660, 'run.created', 1, '{"pipeline":"patient","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"43d04d51f0783940dd66ac827eb2919e5e323dc897346bf6523108b26ab7dbf4","now":{"at":1700000001660,"up":1660,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (76, 'retrying', 2, 3, 1700000001660, 'run.started', 1, '{"round":1,"now":{"at":1700000001660,"up":1660,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (77, 'retrying', 3, 3, 1700000001660, 'attempt.starting', 1, '{"stage":"failing","attempt":"old-attempt-15","number":1,"round":1,"now":{"at":1700000001660,"up":1660,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (78, 'retrying', 4, 3, 1700000001670, 'attempt.ended', 1, '{"stage":"failing","attempt":"old-attempt-15","as":"failed","endedAt":1700000001670,"exitCode":1,"cause":"exit 1","claim":null,"cpuMs":null,"peakRssBytes":null,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (79, 'retrying', 5, 3, 1700000001670, 'stage.retrying', 1, '{"stage":"failing","due":{"at":1700000061670,"up":61670,"boot":"boot-1"},"cause":"exit 1"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (80, 'stopping', 1, 3, 1700000001760, 'run.created', 1, '{"pipeline":"stopping","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"f8f70cb3fa092477cde48b2ab767d7f1bb2554c8d9baed4355076c2b292f207a","now":{"at":1700000001760,"up":1760,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (81, 'stopping', 2, 3, 1700000001760, 'run.started', 1, '{"round":1,"now":{"at":1700000001760,"up":1760,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (82, 'stopping', 3, 3, 1700000001760, 'attempt.starting', 1, '{"stage":"slow","attempt":"old-attempt-16","number":1,"round":1,"now":{"at":1700000001760,"up":1760,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (83, 'narrow', 1, 3, 1700000001780, 'run.created', 1, '{"pipeline":"narrow","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"4fed5f5556c5c8a37a2567a8e5d102472c2fed3e32f1b5a0889d10a8550d436a","now":{"at":1700000001780,"up":1780,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (84, 'narrow', 2, 3, 1700000001780, 'run.started', 1, '{"round":1,"now":{"at":1700000001780,"up":1780,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (85, 'narrow', 3, 3, 1700000001780, 'attempt.starting', 1, '{"stage":"told","attempt":"old-attempt-17","number":1,"round":1,"now":{"at":1700000001780,"up":1780,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (86, 'narrow', 4, 3, 1700000001780, 'stage.queued', 1, '{"stage":"queued","for":{"is":"run","limit":1}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (87, 'narrow', 5, 3, 1700000001780, 'attempt.running', 1, '{"stage":"told","attempt":"old-attempt-17","claim":{"pid":4343,"startTime":77,"up":1780}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (88, null, null, 3, 1700000001780, 'host.holding', 1, '{"cause":"the disk is full"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (89, 'narrow', 6, 3, 1700000001780, 'stage.queued', 1, '{"stage":"queued","for":{"is":"hold","cause":"the disk is full"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (90, null, null, 3, 1700000001780, 'host.released', 1, '{}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (91, 'narrow', 7, 3, 1700000001780, 'stage.queued', 1, '{"stage":"queued","for":{"is":"run","limit":1}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (92, 'begun', 1, 3, 1700000001780, 'run.created', 1, '{"pipeline":"fresh","folder":"/project","number":1,"trigger":"manual","by":"ada","plan":"b9a769dc235406410bb6948520780673c18245450e494d0d6945c2a23576f1eb","now":{"at":1700000001780,"up":1780,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (93, 'begun', 2, 3, 1700000001780, 'run.started', 1, '{"round":1,"now":{"at":1700000001780,"up":1780,"boot":"boot-1"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (94, 'begun', 3, 3, 1700000001780, 'attempt.starting', 1, '{"stage":"told","attempt":"old-attempt-18","number":1,"round":1,"now":{"at":1700000001780,"up":1780,"boot":"boot-1"},"pidNamespace":"pid:[1]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (95, 'stopping', 4, 3, 1700000001780, 'run.stopping', 1, '{"why":{"is":"cancel","by":"ada"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (96, 'stopping', 5, 3, 1700000001780, 'attempt.stopping', 1, '{"stage":"slow","attempt":"old-attempt-16","stop":{"why":{"is":"run_cancel","by":"ada"},"asked":{"at":1700000001780,"up":1780,"boot":"boot-1"}},"byPerson":true}');
insert into command (id, key, kind, target, args, by, at, state, result) values (1, 'old-key-1', 'trigger', 'succeeded', '{"run":"succeeded","planHash":"f914e94fd6f67668675a416e96725c52d051c53c264a64ebaff7a0faebf73cf5","trigger":"manual","umask":23}', 'ada', 1700000001000, 'done', 'nightly#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (2, 'old-key-2', 'trigger', 'partial', '{"run":"partial","planHash":"2851bdd843f02b893ec17b6a9873a5b924e999702b9e932b5628333a662a5355","trigger":"manual","umask":23}', 'ada', 1700000001030, 'done', 'nightly#2');
insert into command (id, key, kind, target, args, by, at, state, result) values (3, 'old-key-3', 'trigger', 'failed', '{"run":"failed","planHash":"2e6ac9f36ade9c55e0128d99b6fb34a56a87c34b052eac1b756ace226fa07091","trigger":"manual","umask":23}', 'ada', 1700000001060, 'done', 'broken#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (4, 'old-key-4', 'trigger', 'timed_out', '{"run":"timed_out","planHash":"dbedcbb79358e53c104b9623f664732909779a9c552ad6d8c040a80075cc0a47","trigger":"manual","umask":23}', 'ada', 1700000001070, 'done', 'broken#2');
insert into command (id, key, kind, target, args, by, at, state, result) values (5, 'old-key-5', 'trigger', 'cancelled', '{"run":"cancelled","planHash":"9436b2e564838b7b965c7073d5d4b084b36e2a7ac843219e6a4518bce40821f4","trigger":"manual","umask":23}', 'ada', 1700000001590, 'done', 'stopped#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (6, 'old-key-6', 'cancel', 'cancelled', '{"run":"cancelled","stage":null}', 'ada', 1700000001640, 'done', 'cancelling');
insert into command (id, key, kind, target, args, by, at, state, result) values (7, 'old-key-7', 'trigger', 'running', '{"run":"running","planHash":"86619baa59b6960c5ae745a224961cbadebde63cde43198d12600791ff547d30","trigger":"manual","umask":23}', 'ada', 1700000001660, 'done', 'long#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (8, 'old-key-8', 'trigger', 'queued', '{"run":"queued","planHash":"86619baa59b6960c5ae745a224961cbadebde63cde43198d12600791ff547d30","trigger":"manual","umask":23}', 'ada', 1700000001660, 'done', 'long#2');
insert into command (id, key, kind, target, args, by, at, state, result) values (9, 'old-key-9', 'trigger', 'early', '{"run":"early","planHash":"86619baa59b6960c5ae745a224961cbadebde63cde43198d12600791ff547d30","trigger":"manual","umask":23}', 'ada', 1700000001660, 'done', 'long#3');
insert into command (id, key, kind, target, args, by, at, state, result) values (10, 'old-key-10', 'cancel', 'early', '{"run":"early","stage":null}', 'ada', 1700000001660, 'done', 'cancelling');
insert into command (id, key, kind, target, args, by, at, state, result) values (11, 'old-key-11', 'trigger', 'retrying', '{"run":"retrying","planHash":"43d04d51f0783940dd66ac827eb2919e5e323dc897346bf6523108b26ab7dbf4","trigger":"manual","umask":23}', 'ada', 1700000001660, 'done', 'patient#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (12, 'old-key-12', 'trigger', 'stopping', '{"run":"stopping","planHash":"f8f70cb3fa092477cde48b2ab767d7f1bb2554c8d9baed4355076c2b292f207a","trigger":"manual","umask":23}', 'ada', 1700000001760, 'done', 'stopping#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (13, 'old-key-13', 'trigger', 'narrow', '{"run":"narrow","planHash":"4fed5f5556c5c8a37a2567a8e5d102472c2fed3e32f1b5a0889d10a8550d436a","trigger":"manual","umask":23}', 'ada', 1700000001780, 'done', 'narrow#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (14, 'old-key-14', 'cancel', 'succeeded', '{"run":"succeeded","stage":null}', 'ada', 1700000001780, 'refused', 'that run has ended');
insert into command (id, key, kind, target, args, by, at, state, result) values (15, 'old-key-15', 'trigger', 'begun', '{"run":"begun","planHash":"b9a769dc235406410bb6948520780673c18245450e494d0d6945c2a23576f1eb","trigger":"manual","umask":23}', 'ada', 1700000001780, 'done', 'fresh#1');
insert into command (id, key, kind, target, args, by, at, state, result) values (16, 'old-key-16', 'cancel', 'stopping', '{"run":"stopping","stage":null}', 'ada', 1700000001780, 'done', 'cancelling');
insert into command (id, key, kind, target, args, by, at, state, result) values (17, 'old-key-17', 'trigger', 'asked', '{"run":"asked","plan":{"v":1,"pipeline":"asked","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"stages":[{"key":"told","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]},"planHash":"94b500c1eb126ccff36369923352a26618c12fae9969b3ac80e4a70666490545","trigger":"manual","env":{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"},"umask":23}', 'ada', 1700000001780, 'new', null);
insert into command (id, key, kind, target, args, by, at, state, result) values (18, 'old-key-18', 'cancel', 'running', '{"run":"running","stage":null}', 'ada', 1700000001780, 'new', null);
insert into effect (key, kind, data, epoch, tries, next_at) values ('start:old-attempt-18', 'start', '{"kind":"start","key":"start:old-attempt-18","run":"begun","stage":"told","attempt":"old-attempt-18"}', 3, 0, null);
insert into effect (key, kind, data, epoch, tries, next_at) values ('stop:old-attempt-16', 'stop', '{"kind":"stop","key":"stop:old-attempt-16","run":"stopping","stage":"slow","attempt":"old-attempt-16","kill":false}', 3, 0, null);
insert into pipeline (name, last_number) values ('broken', 2);
insert into pipeline (name, last_number) values ('fresh', 1);
insert into pipeline (name, last_number) values ('long', 3);
insert into pipeline (name, last_number) values ('narrow', 1);
insert into pipeline (name, last_number) values ('nightly', 2);
insert into pipeline (name, last_number) values ('patient', 1);
insert into pipeline (name, last_number) values ('stopped', 1);
insert into pipeline (name, last_number) values ('stopping', 1);
insert into version (hash, pipeline, plan, at) values ('2851bdd843f02b893ec17b6a9873a5b924e999702b9e932b5628333a662a5355', 'nightly', '{"v":1,"pipeline":"nightly","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"stages":[{"key":"failing","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":1,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"warn","onCrash":"fail"},{"key":"next","description":null,"needs":["failing"],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001030);
insert into version (hash, pipeline, plan, at) values ('2e6ac9f36ade9c55e0128d99b6fb34a56a87c34b052eac1b756ace226fa07091', 'broken', '{"v":1,"pipeline":"broken","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"stages":[{"key":"lost","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"refused","description":null,"needs":["lost"],"if":"always","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"below","description":null,"needs":["lost"],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001060);
insert into version (hash, pipeline, plan, at) values ('43d04d51f0783940dd66ac827eb2919e5e323dc897346bf6523108b26ab7dbf4', 'patient', '{"v":1,"pipeline":"patient","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"stages":[{"key":"failing","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":2,"delayMs":60000,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001660);
insert into version (hash, pipeline, plan, at) values ('4fed5f5556c5c8a37a2567a8e5d102472c2fed3e32f1b5a0889d10a8550d436a', 'narrow', '{"v":1,"pipeline":"narrow","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{"epochs":2},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":1,"maxActiveRuns":1,"stages":[{"key":"told","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"queued","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001780);
insert into version (hash, pipeline, plan, at) values ('86619baa59b6960c5ae745a224961cbadebde63cde43198d12600791ff547d30', 'long', '{"v":1,"pipeline":"long","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"stages":[{"key":"told","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001660);
insert into version (hash, pipeline, plan, at) values ('9436b2e564838b7b965c7073d5d4b084b36e2a7ac843219e6a4518bce40821f4', 'stopped', '{"v":1,"pipeline":"stopped","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"stages":[{"key":"slow","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"never","description":null,"needs":["slow"],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001590);
insert into version (hash, pipeline, plan, at) values ('b9a769dc235406410bb6948520780673c18245450e494d0d6945c2a23576f1eb', 'fresh', '{"v":1,"pipeline":"fresh","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"stages":[{"key":"told","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001780);
insert into version (hash, pipeline, plan, at) values ('dbedcbb79358e53c104b9623f664732909779a9c552ad6d8c040a80075cc0a47', 'broken', '{"v":1,"pipeline":"broken","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":500,"maxParallel":null,"maxActiveRuns":1,"stages":[{"key":"slow","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001070);
insert into version (hash, pipeline, plan, at) values ('f8f70cb3fa092477cde48b2ab767d7f1bb2554c8d9baed4355076c2b292f207a', 'stopping', '{"v":1,"pipeline":"stopping","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"stages":[{"key":"slow","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"tidy","description":null,"needs":["slow"],"if":"always","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001760);
insert into version (hash, pipeline, plan, at) values ('f914e94fd6f67668675a416e96725c52d051c53c264a64ebaff7a0faebf73cf5', 'nightly', '{"v":1,"pipeline":"nightly","description":null,"file":"/project/pipeline.yaml","folder":"/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"stages":[{"key":"told","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"twin","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"flaky","description":null,"needs":["told"],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":1,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"late","description":null,"needs":["flaky"],"if":"success","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"unwell","description":null,"needs":[],"if":"failure","uses":null,"command":{"is":"shell","shell":["/bin/sh","-e","-c"],"script":"true"},"cwd":[{"is":"text","text":"/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1700000001000);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at) values ('begun', 'fresh', '/project', 1, 'running', null, 'manual', 'ada', 1, 'b9a769dc235406410bb6948520780673c18245450e494d0d6945c2a23576f1eb', 1700000001780, 1700000001780, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at) values ('cancelled', 'stopped', '/project', 1, 'cancelled', 'cancelled by ada', 'manual', 'ada', 1, '9436b2e564838b7b965c7073d5d4b084b36e2a7ac843219e6a4518bce40821f4', 1700000001590, 1700000001590, 1700000001660);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at) values ('early', 'long', '/project', 3, 'cancelled', 'cancelled by ada', 'manual', 'ada', 1, '86619baa59b6960c5ae745a224961cbadebde63cde43198d12600791ff547d30', 1700000001660, null, 1700000001660);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at) values ('failed', 'broken', '/project', 1, 'failed', 'lost: exit code unknown', 'manual', 'ada', 1, '2e6ac9f36ade9c55e0128d99b6fb34a56a87c34b052eac1b756ace226fa07091', 1700000001060, 1700000001060, 1700000001070);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at) values ('narrow', 'narrow', '/project', 1, 'running', null, 'manual', 'ada', 1, '4fed5f5556c5c8a37a2567a8e5d102472c2fed3e32f1b5a0889d10a8550d436a', 1700000001780, 1700000001780, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at) values ('partial', 'nightly', '/project', 2, 'partial', 'failing: exit 1', 'manual', 'ada', 1, '2851bdd843f02b893ec17b6a9873a5b924e999702b9e932b5628333a662a5355', 1700000001030, 1700000001030, 1700000001060);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at) values ('queued', 'long', '/project', 2, 'queued', 'waits for long#1, which is still running', 'manual', 'ada', 1, '86619baa59b6960c5ae745a224961cbadebde63cde43198d12600791ff547d30', 1700000001660, null, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at) values ('retrying', 'patient', '/project', 1, 'running', null, 'manual', 'ada', 1, '43d04d51f0783940dd66ac827eb2919e5e323dc897346bf6523108b26ab7dbf4', 1700000001660, 1700000001660, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at) values ('running', 'long', '/project', 1, 'running', null, 'manual', 'ada', 1, '86619baa59b6960c5ae745a224961cbadebde63cde43198d12600791ff547d30', 1700000001660, 1700000001660, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at) values ('stopping', 'stopping', '/project', 1, 'cancelling', 'cancelled by ada', 'manual', 'ada', 1, 'f8f70cb3fa092477cde48b2ab767d7f1bb2554c8d9baed4355076c2b292f207a', 1700000001760, 1700000001760, null);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at) values ('succeeded', 'nightly', '/project', 1, 'succeeded', null, 'manual', 'ada', 1, 'f914e94fd6f67668675a416e96725c52d051c53c264a64ebaff7a0faebf73cf5', 1700000001000, 1700000001000, 1700000001030);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at) values ('timed_out', 'broken', '/project', 2, 'timed_out', 'run timed out', 'manual', 'ada', 1, 'dbedcbb79358e53c104b9623f664732909779a9c552ad6d8c040a80075cc0a47', 1700000001070, 1700000001070, 1700000001590);
insert into run_environment (run_id, env, umask) values ('begun', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('cancelled', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('early', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('failed', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('narrow', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('partial', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('queued', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('retrying', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('running', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('stopping', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('succeeded', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into run_environment (run_id, env, umask) values ('timed_out', '{"PATH":"/usr/bin:/bin","LANG":"C.UTF-8"}', 23);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('begun', 0, 'told', 'running', null, null, 1, 1, 1700000001780, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('cancelled', 0, 'slow', 'cancelled', 'cancelled by ada', null, 1, 1, 1700000001590, 1700000001660, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('cancelled', 1, 'never', 'cancelled', 'run cancelled by ada', null, 0, 1, null, 1700000001640, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('early', 0, 'told', 'cancelled', 'run cancelled by ada', null, 0, 1, null, 1700000001660, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('failed', 0, 'lost', 'crashed', 'exit code unknown', null, 1, 1, 1700000001060, 1700000001070, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('failed', 1, 'refused', 'failed', 'could not start: no such folder', null, 1, 1, 1700000001070, 1700000001070, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('failed', 2, 'below', 'upstream_failed', 'lost crashed', null, 0, 1, null, 1700000001070, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('narrow', 0, 'told', 'running', null, null, 1, 1, 1700000001780, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('narrow', 1, 'queued', 'queued', 'waits for one of this run''s 1 places', null, 0, 1, null, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('partial', 0, 'failing', 'failed', 'exit 1', null, 2, 2, 1700000001030, 1700000001050, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('partial', 1, 'next', 'succeeded', null, null, 1, 1, 1700000001050, 1700000001060, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('queued', 0, 'told', 'pending', null, null, 0, 1, null, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('retrying', 0, 'failing', 'retrying', 'exit 1', 1700000061670, 1, 3, 1700000001660, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('running', 0, 'told', 'running', null, null, 1, 1, 1700000001660, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('stopping', 0, 'slow', 'running', null, null, 1, 1, 1700000001760, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('stopping', 1, 'tidy', 'pending', null, null, 0, 1, null, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('succeeded', 0, 'told', 'succeeded', null, null, 1, 1, 1700000001000, 1700000001000, '{"model":"m-1"}');
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('succeeded', 1, 'twin', 'succeeded', null, null, 1, 1, 1700000001000, 1700000001010, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('succeeded', 2, 'flaky', 'succeeded', null, null, 2, 2, 1700000001000, 1700000001020, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('succeeded', 3, 'late', 'succeeded', null, null, 1, 1, 1700000001020, 1700000001030, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('succeeded', 4, 'unwell', 'skipped', 'nothing before it failed', null, 0, 1, null, 1700000001030, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('timed_out', 0, 'slow', 'cancelled', 'run timed out', null, 1, 1, 1700000001070, 1700000001590, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-1', 'succeeded', 'told', 1, 1, 'succeeded', 1700000001000, 1700000001000, 0, null, null, 4242, 120, 4096);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-10', 'failed', 'lost', 1, 1, 'crashed', 1700000001060, 1700000001070, null, null, 'exit code unknown', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-11', 'failed', 'refused', 1, 1, 'failed', 1700000001070, 1700000001070, null, null, 'could not start: no such folder', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-12', 'timed_out', 'slow', 1, 1, 'cancelled', 1700000001070, 1700000001590, 143, 'SIGTERM', 'run timed out', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-13', 'cancelled', 'slow', 1, 1, 'cancelled', 1700000001590, 1700000001660, 143, 'SIGTERM', 'cancelled by ada', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-14', 'running', 'told', 1, 1, 'starting', 1700000001660, null, null, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-15', 'retrying', 'failing', 1, 1, 'failed', 1700000001660, 1700000001670, 1, null, 'exit 1', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-16', 'stopping', 'slow', 1, 1, 'stopping', 1700000001760, null, null, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-17', 'narrow', 'told', 1, 1, 'running', 1700000001780, null, null, null, null, 4343, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-18', 'begun', 'told', 1, 1, 'starting', 1700000001780, null, null, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-2', 'succeeded', 'twin', 1, 1, 'succeeded', 1700000001000, 1700000001010, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-3', 'succeeded', 'flaky', 1, 1, 'failed', 1700000001000, 1700000001010, 3, null, 'exit 3', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-4', 'succeeded', 'flaky', 2, 1, 'succeeded', 1700000001010, 1700000001020, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-5', 'succeeded', 'late', 1, 1, 'fenced', 1700000001020, 1700000001020, null, null, 'never started', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-6', 'succeeded', 'late', 1, 1, 'succeeded', 1700000001020, 1700000001030, 0, null, null, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-7', 'partial', 'failing', 1, 1, 'failed', 1700000001030, 1700000001040, 1, null, 'exit 1', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-8', 'partial', 'failing', 2, 1, 'failed', 1700000001040, 1700000001050, 1, null, 'exit 1', null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('old-attempt-9', 'partial', 'next', 1, 1, 'succeeded', 1700000001050, 1700000001060, 0, null, null, null, null, null);
insert into metric (id, attempt_id, name, step, value, at) values (1, 'old-attempt-17', 'loss', 1, 0.5, 1700000001780);
insert into metric (id, attempt_id, name, step, value, at) values (2, 'old-attempt-17', 'f1', null, 0.9, 1700000001780);
insert into read_offset (attempt_id, file, bytes) values ('old-attempt-17', 'metrics', 48);
