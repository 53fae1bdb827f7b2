create TABLE meta (
  key text primary key,
  value text not null
) without rowid;
create TABLE host (
  epoch integer primary key,
  pid integer not null,
  start_time integer not null,
  boot_id text not null,
  pid_ns text not null,
  version text not null,
  since integer not null,
  left_at integer
);
create TABLE event (
  seq integer primary key autoincrement,
  run_id text,
  run_seq integer,
  epoch integer not null,
  at integer not null,
  kind text not null,
  v integer not null,
  data text not null
);
create TABLE command (
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
create TABLE effect (
  key text primary key,
  kind text not null,
  data text not null,
  epoch integer not null,
  tries integer not null default 0,
  next_at integer
) without rowid;
create TABLE pipeline (
  name text primary key,
  last_number integer not null
) without rowid;
create TABLE version (
  hash text primary key,
  pipeline text not null,
  plan text not null,
  at integer not null
) without rowid;
create TABLE run (
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
create TABLE run_environment (
  run_id text primary key,
  env text not null,
  umask integer not null
) without rowid;
create TABLE stage (
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
create TABLE attempt (
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
create TABLE metric (
  id integer primary key autoincrement,
  attempt_id text not null,
  name text not null,
  step real,
  value real not null,
  at integer not null
);
create TABLE read_offset (
  attempt_id text not null,
  file text not null,
  bytes integer not null,
  primary key (attempt_id, file)
) without rowid;
create TABLE round (
  run_id text not null,
  n integer not null,
  trigger text not null,
  by text not null,
  state text,
  started_at integer,
  ended_at integer,
  primary key (run_id, n)
) without rowid;
create TABLE cache (
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
create TABLE not_kept (
  pipeline text not null,
  stage text not null,
  cause text not null,
  run text not null,
  primary key (pipeline, stage)
) without rowid;
create TABLE run_source (
  run_id text primary key,
  "commit" text,
  branch text,
  dirty integer not null,
  patch text
) without rowid;
create TABLE secret (
  attempt_id text not null,
  name text not null,
  form text not null,
  length integer not null,
  rolling text not null,
  hmac text not null,
  primary key (attempt_id, name, form)
) without rowid;
create TABLE sample (
  attempt_id text not null,
  at integer not null,
  cpu_percent real,
  rss_bytes integer not null,
  gpu_percent real,
  gpu_bytes integer,
  primary key (attempt_id, at)
) without rowid;
create TABLE model (
  name text primary key,
  last_version integer not null
) without rowid;
create TABLE model_version (
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
create TABLE model_alias (
  model text not null,
  alias text not null,
  version integer not null,
  by text not null,
  at integer not null,
  primary key (model, alias),
  foreign key (model, version) references model_version (model, version)
) without rowid;
create TABLE model_history (
  id integer primary key autoincrement,
  model text not null,
  version integer not null,
  event text not null,
  text text not null,
  by text not null,
  at integer not null
);
create TABLE message (
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
create UNIQUE INDEX event_of_run on event (run_id, run_seq) where run_id is not null;
create INDEX command_new on command (id) where state = 'new';
create INDEX run_recent on run (created_at);
create INDEX run_open on run (created_at) where ended_at is null;
create INDEX attempt_of_run on attempt (run_id, stage, number);
create UNIQUE INDEX attempt_number on attempt (run_id, stage, number) where state <> 'fenced';
create UNIQUE INDEX attempt_live on attempt (run_id, stage)
  where state in ('starting', 'running', 'stopping');
create INDEX metric_of_attempt on metric (attempt_id, name, id);
create INDEX cache_newest on cache (pipeline, stage, at);
create INDEX model_version_of_hash on model_version (hash);
create INDEX model_history_of on model_history (model, id);
create INDEX message_waiting on message (at) where state = 'waiting';
create INDEX message_of_run on message (run_id, at);
create INDEX message_recent on message (at);
pragma user_version = 4;
insert into meta (key, value) values ('home_id', '01a212a6-0863-7497-9b0c-8f700b9804bd');
insert into meta (key, value) values ('secret_key', 'e3f0630f48a5554115b699cb51dd9981a4398687cbdd0210844b9da78185ad59');
insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, left_at) values (1, 16342, 5156385, '13ced443-093a-4864-a447-21b4bae3a759', 'pid:[4026531836]', '0.1.0', 1795609200739, null);
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (1, null, null, 1, 1795609200739, 'host.started', 2, '{"pid":16342,"version":"0.1.0"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (2, '01a212a6-0827-77a7-8dae-1d6a212311cb', 1, 1, 1795609200751, 'run.created', 2, '{"pipeline":"left","folder":"/tmp/project","number":1,"trigger":"manual","by":"root","plan":"06d600a85475b9864821da395381577d1ea431f1e81475489df83a1798db3f83","rerun":null,"now":{"at":1795609200749,"up":51563940,"boot":"13ced443-093a-4864-a447-21b4bae3a759"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (3, '01a212a6-0827-77a7-8dae-1d6a212311cb', 2, 1, 1795609200751, 'run.started', 2, '{"round":1,"now":{"at":1795609200749,"up":51563940,"boot":"13ced443-093a-4864-a447-21b4bae3a759"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (4, '01a212a6-0827-77a7-8dae-1d6a212311cb', 3, 1, 1795609200751, 'attempt.starting', 2, '{"stage":"good","attempt":"01a212a6-086e-7d58-bda3-446aff80deb1","number":1,"round":1,"now":{"at":1795609200749,"up":51563940,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (5, '01a212a6-0827-77a7-8dae-1d6a212311cb', 4, 1, 1795609200751, 'attempt.starting', 2, '{"stage":"bad","attempt":"01a212a6-086e-7d0e-a4db-9b40e6159beb","number":1,"round":1,"now":{"at":1795609200749,"up":51563940,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (6, '01a212a6-0827-77a7-8dae-1d6a212311cb', 5, 1, 1795609200751, 'attempt.starting', 2, '{"stage":"lost","attempt":"01a212a6-086e-768e-94c2-3196c0acf228","number":1,"round":1,"now":{"at":1795609200749,"up":51563940,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (7, '01a212a6-0827-77a7-8dae-1d6a212311cb', 6, 1, 1795609200751, 'attempt.starting', 2, '{"stage":"first","attempt":"01a212a6-086e-7012-adae-3ca9afdd9f9f","number":1,"round":1,"now":{"at":1795609200749,"up":51563940,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (8, '01a212a6-0827-77a7-8dae-1d6a212311cb', 7, 1, 1795609201013, 'attempt.running', 2, '{"stage":"good","attempt":"01a212a6-086e-7d58-bda3-446aff80deb1","claim":{"pid":16346,"startTime":5156394,"up":51563940}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (9, '01a212a6-0827-77a7-8dae-1d6a212311cb', 8, 1, 1795609201013, 'attempt.running', 2, '{"stage":"bad","attempt":"01a212a6-086e-7d0e-a4db-9b40e6159beb","claim":{"pid":16347,"startTime":5156394,"up":51563950}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (10, '01a212a6-0827-77a7-8dae-1d6a212311cb', 9, 1, 1795609201013, 'attempt.running', 2, '{"stage":"lost","attempt":"01a212a6-086e-768e-94c2-3196c0acf228","claim":{"pid":16351,"startTime":5156395,"up":51563950}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (11, '01a212a6-0827-77a7-8dae-1d6a212311cb', 10, 1, 1795609201013, 'attempt.running', 2, '{"stage":"first","attempt":"01a212a6-086e-7012-adae-3ca9afdd9f9f","claim":{"pid":16354,"startTime":5156395,"up":51563950}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (12, '01a212a6-0827-77a7-8dae-1d6a212311cb', 11, 1, 1795609201774, 'attempt.ended', 2, '{"stage":"first","attempt":"01a212a6-086e-7012-adae-3ca9afdd9f9f","as":"succeeded","endedAt":1795609201759,"exitCode":0,"cause":null,"claim":{"pid":16354,"startTime":5156395,"up":51563950},"cpuMs":0,"peakRssBytes":1683456,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (13, '01a212a6-0827-77a7-8dae-1d6a212311cb', 12, 1, 1795609201774, 'stage.ended', 2, '{"stage":"first","end":{"is":"succeeded","endedAt":1795609201759,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (14, '01a212a6-0827-77a7-8dae-1d6a212311cb', 13, 1, 1795609201774, 'attempt.starting', 2, '{"stage":"unmade","attempt":"01a212a6-0c6e-7c32-9201-fcbd8e88d385","number":1,"round":1,"now":{"at":1795609201773,"up":51564960,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into command (id, key, kind, target, args, by, at, state, result) values (1, '01a212a6-0866-7b3d-90bf-9178ce86b8cc', 'trigger', '01a212a6-0827-77a7-8dae-1d6a212311cb', '{"run":"01a212a6-0827-77a7-8dae-1d6a212311cb","planHash":"06d600a85475b9864821da395381577d1ea431f1e81475489df83a1798db3f83","trigger":"manual","umask":18}', 'root', 1795609200744, 'done', 'left#1');
insert into effect (key, kind, data, epoch, tries, next_at) values ('start:01a212a6-0c6e-7c32-9201-fcbd8e88d385', 'start', '{"kind":"start","key":"start:01a212a6-0c6e-7c32-9201-fcbd8e88d385","run":"01a212a6-0827-77a7-8dae-1d6a212311cb","stage":"unmade","attempt":"01a212a6-0c6e-7c32-9201-fcbd8e88d385"}', 1, 0, null);
insert into pipeline (name, last_number) values ('left', 1);
insert into version (hash, pipeline, plan, at) values ('06d600a85475b9864821da395381577d1ea431f1e81475489df83a1798db3f83', 'left', '{"v":2,"pipeline":"left","description":null,"file":"/tmp/project/left.yaml","folder":"/tmp/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"good","description":null,"needs":[],"if":"success","condition":null,"ifText":null,"matrix":null,"uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"until test -e go; do sleep 0.1; done\necho \"loss=0.25\" >> \"$DAGTOP_OUTPUT\"\necho good\n"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail","slots":{},"priority":0,"cache":null,"leaveRunning":[]},{"key":"bad","description":null,"needs":[],"if":"success","condition":null,"ifText":null,"matrix":null,"uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"until test -e go; do sleep 0.1; done; echo bad; exit 7"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"warn","onCrash":"fail","slots":{},"priority":0,"cache":null,"leaveRunning":[]},{"key":"lost","description":null,"needs":[],"if":"success","condition":null,"ifText":null,"matrix":null,"uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"echo lost; sleep 600"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"ignore","onCrash":"fail","slots":{},"priority":0,"cache":null,"leaveRunning":[]},{"key":"first","description":null,"needs":[],"if":"success","condition":null,"ifText":null,"matrix":null,"uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"sleep 1"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail","slots":{},"priority":0,"cache":null,"leaveRunning":[]},{"key":"unmade","description":null,"needs":["first"],"if":"success","condition":null,"ifText":null,"matrix":null,"uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"until test -e go; do sleep 0.1; done"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail","slots":{},"priority":0,"cache":null,"leaveRunning":[]},{"key":"after","description":null,"needs":["good","bad","unmade"],"if":"always","condition":null,"ifText":null,"matrix":null,"uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"echo after"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail","slots":{},"priority":0,"cache":null,"leaveRunning":[]}]}', 1795609200751);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('01a212a6-0827-77a7-8dae-1d6a212311cb', 'left', '/tmp/project', 1, 'running', null, 'manual', 'root', 1, '06d600a85475b9864821da395381577d1ea431f1e81475489df83a1798db3f83', 1795609200749, 1795609200749, null, null, null);
insert into run_environment (run_id, env, umask) values ('01a212a6-0827-77a7-8dae-1d6a212311cb', '{"HOME":"/nonexistent","LANG":"C.UTF-8","PATH":"/usr/bin:/bin"}', 18);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a6-0827-77a7-8dae-1d6a212311cb', 0, 'good', 'running', null, null, 1, 1, 1795609200749, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a6-0827-77a7-8dae-1d6a212311cb', 1, 'bad', 'running', null, null, 1, 1, 1795609200749, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a6-0827-77a7-8dae-1d6a212311cb', 2, 'lost', 'running', null, null, 1, 1, 1795609200749, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a6-0827-77a7-8dae-1d6a212311cb', 3, 'first', 'succeeded', null, null, 1, 1, 1795609200749, 1795609201759, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a6-0827-77a7-8dae-1d6a212311cb', 4, 'unmade', 'running', null, null, 1, 1, 1795609201773, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a6-0827-77a7-8dae-1d6a212311cb', 5, 'after', 'pending', null, null, 0, 1, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a6-086e-7012-adae-3ca9afdd9f9f', '01a212a6-0827-77a7-8dae-1d6a212311cb', 'first', 1, 1, 'succeeded', 1795609200749, 1795609201759, 0, null, null, 16354, 0, 1683456);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a6-086e-768e-94c2-3196c0acf228', '01a212a6-0827-77a7-8dae-1d6a212311cb', 'lost', 1, 1, 'running', 1795609200749, null, null, null, null, 16351, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a6-086e-7d0e-a4db-9b40e6159beb', '01a212a6-0827-77a7-8dae-1d6a212311cb', 'bad', 1, 1, 'running', 1795609200749, null, null, null, null, 16347, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a6-086e-7d58-bda3-446aff80deb1', '01a212a6-0827-77a7-8dae-1d6a212311cb', 'good', 1, 1, 'running', 1795609200749, null, null, null, null, 16346, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a6-0c6e-7c32-9201-fcbd8e88d385', '01a212a6-0827-77a7-8dae-1d6a212311cb', 'unmade', 1, 1, 'starting', 1795609201773, null, null, null, null, null, null, null);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('01a212a6-0827-77a7-8dae-1d6a212311cb', 1, 'manual', 'root', null, 1795609200749, null);
insert into sample (attempt_id, at, cpu_percent, rss_bytes, gpu_percent, gpu_bytes) values ('01a212a6-086e-7012-adae-3ca9afdd9f9f', 1795609201513, 0, 1683456, null, null);
