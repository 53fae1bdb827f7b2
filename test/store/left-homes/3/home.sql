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
pragma user_version = 3;
insert into meta (key, value) values ('home_id', '01a212a5-fa3c-7eb1-bb52-801523889cd6');
insert into meta (key, value) values ('secret_key', 'e1e5a3d920c178756c02ce3fc9fb57f7cd0dfb00c96b51f6d71dfac8919c9172');
insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, left_at) values (1, 15528, 5156023, '13ced443-093a-4864-a447-21b4bae3a759', 'pid:[4026531836]', '0.1.0', 1795609197116, null);
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (1, null, null, 1, 1795609197116, 'host.started', 2, '{"pid":15528,"version":"0.1.0"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (2, '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 1, 1, 1795609197125, 'run.created', 2, '{"pipeline":"left","folder":"/tmp/project","number":1,"trigger":"manual","by":"root","plan":"06d600a85475b9864821da395381577d1ea431f1e81475489df83a1798db3f83","rerun":null,"now":{"at":1795609197123,"up":51560310,"boot":"13ced443-093a-4864-a447-21b4bae3a759"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (3, '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 2, 1, 1795609197125, 'run.started', 2, '{"round":1,"now":{"at":1795609197123,"up":51560310,"boot":"13ced443-093a-4864-a447-21b4bae3a759"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (4, '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 3, 1, 1795609197125, 'attempt.starting', 2, '{"stage":"good","attempt":"01a212a5-fa44-76d8-bd62-fb948af2aeb2","number":1,"round":1,"now":{"at":1795609197123,"up":51560310,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (5, '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 4, 1, 1795609197125, 'attempt.starting', 2, '{"stage":"bad","attempt":"01a212a5-fa45-7c11-8c3d-51f3efdb8173","number":1,"round":1,"now":{"at":1795609197123,"up":51560310,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (6, '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 5, 1, 1795609197125, 'attempt.starting', 2, '{"stage":"lost","attempt":"01a212a5-fa45-7c6e-b9aa-3b6d11c25444","number":1,"round":1,"now":{"at":1795609197123,"up":51560310,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (7, '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 6, 1, 1795609197125, 'attempt.starting', 2, '{"stage":"first","attempt":"01a212a5-fa45-7e32-8198-693086bdd099","number":1,"round":1,"now":{"at":1795609197123,"up":51560310,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (8, '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 7, 1, 1795609197388, 'attempt.running', 2, '{"stage":"good","attempt":"01a212a5-fa44-76d8-bd62-fb948af2aeb2","claim":{"pid":15532,"startTime":5156032,"up":51560320}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (9, '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 8, 1, 1795609197388, 'attempt.running', 2, '{"stage":"bad","attempt":"01a212a5-fa45-7c11-8c3d-51f3efdb8173","claim":{"pid":15534,"startTime":5156032,"up":51560320}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (10, '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 9, 1, 1795609197388, 'attempt.running', 2, '{"stage":"lost","attempt":"01a212a5-fa45-7c6e-b9aa-3b6d11c25444","claim":{"pid":15536,"startTime":5156032,"up":51560320}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (11, '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 10, 1, 1795609197388, 'attempt.running', 2, '{"stage":"first","attempt":"01a212a5-fa45-7e32-8198-693086bdd099","claim":{"pid":15540,"startTime":5156032,"up":51560330}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (12, '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 11, 1, 1795609198147, 'attempt.ended', 2, '{"stage":"first","attempt":"01a212a5-fa45-7e32-8198-693086bdd099","as":"succeeded","endedAt":1795609198143,"exitCode":0,"cause":null,"claim":{"pid":15540,"startTime":5156032,"up":51560330},"cpuMs":0,"peakRssBytes":1691648,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (13, '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 12, 1, 1795609198147, 'stage.ended', 2, '{"stage":"first","end":{"is":"succeeded","endedAt":1795609198143,"reason":null}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (14, '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 13, 1, 1795609198147, 'attempt.starting', 2, '{"stage":"unmade","attempt":"01a212a5-fe43-7a9f-9063-64473587e574","number":1,"round":1,"now":{"at":1795609198146,"up":51561330,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into command (id, key, kind, target, args, by, at, state, result) values (1, '01a212a5-fa41-760f-becf-69cd88a88391', 'trigger', '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', '{"run":"01a212a5-fa09-771d-9f3a-f15d3c3cfc30","planHash":"06d600a85475b9864821da395381577d1ea431f1e81475489df83a1798db3f83","trigger":"manual","umask":18}', 'root', 1795609197122, 'done', 'left#1');
insert into effect (key, kind, data, epoch, tries, next_at) values ('start:01a212a5-fe43-7a9f-9063-64473587e574', 'start', '{"kind":"start","key":"start:01a212a5-fe43-7a9f-9063-64473587e574","run":"01a212a5-fa09-771d-9f3a-f15d3c3cfc30","stage":"unmade","attempt":"01a212a5-fe43-7a9f-9063-64473587e574"}', 1, 0, null);
insert into pipeline (name, last_number) values ('left', 1);
insert into version (hash, pipeline, plan, at) values ('06d600a85475b9864821da395381577d1ea431f1e81475489df83a1798db3f83', 'left', '{"v":2,"pipeline":"left","description":null,"file":"/tmp/project/left.yaml","folder":"/tmp/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"retryRun":{"times":0,"delayMs":0},"secrets":[],"groups":[],"stages":[{"key":"good","description":null,"needs":[],"if":"success","condition":null,"ifText":null,"matrix":null,"uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"until test -e go; do sleep 0.1; done\necho \"loss=0.25\" >> \"$DAGTOP_OUTPUT\"\necho good\n"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail","slots":{},"priority":0,"cache":null,"leaveRunning":[]},{"key":"bad","description":null,"needs":[],"if":"success","condition":null,"ifText":null,"matrix":null,"uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"until test -e go; do sleep 0.1; done; echo bad; exit 7"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"warn","onCrash":"fail","slots":{},"priority":0,"cache":null,"leaveRunning":[]},{"key":"lost","description":null,"needs":[],"if":"success","condition":null,"ifText":null,"matrix":null,"uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"echo lost; sleep 600"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"ignore","onCrash":"fail","slots":{},"priority":0,"cache":null,"leaveRunning":[]},{"key":"first","description":null,"needs":[],"if":"success","condition":null,"ifText":null,"matrix":null,"uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"sleep 1"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail","slots":{},"priority":0,"cache":null,"leaveRunning":[]},{"key":"unmade","description":null,"needs":["first"],"if":"success","condition":null,"ifText":null,"matrix":null,"uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"until test -e go; do sleep 0.1; done"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail","slots":{},"priority":0,"cache":null,"leaveRunning":[]},{"key":"after","description":null,"needs":["good","bad","unmade"],"if":"always","condition":null,"ifText":null,"matrix":null,"uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"echo after"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail","slots":{},"priority":0,"cache":null,"leaveRunning":[]}]}', 1795609197125);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at, due_at, rerun_of) values ('01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 'left', '/tmp/project', 1, 'running', null, 'manual', 'root', 1, '06d600a85475b9864821da395381577d1ea431f1e81475489df83a1798db3f83', 1795609197123, 1795609197123, null, null, null);
insert into run_environment (run_id, env, umask) values ('01a212a5-fa09-771d-9f3a-f15d3c3cfc30', '{"HOME":"/nonexistent","LANG":"C.UTF-8","PATH":"/usr/bin:/bin"}', 18);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 0, 'good', 'running', null, null, 1, 1, 1795609197123, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 1, 'bad', 'running', null, null, 1, 1, 1795609197123, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 2, 'lost', 'running', null, null, 1, 1, 1795609197123, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 3, 'first', 'succeeded', null, null, 1, 1, 1795609197123, 1795609198143, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 4, 'unmade', 'running', null, null, 1, 1, 1795609198146, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 5, 'after', 'pending', null, null, 0, 1, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a5-fa44-76d8-bd62-fb948af2aeb2', '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 'good', 1, 1, 'running', 1795609197123, null, null, null, null, 15532, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a5-fa45-7c11-8c3d-51f3efdb8173', '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 'bad', 1, 1, 'running', 1795609197123, null, null, null, null, 15534, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a5-fa45-7c6e-b9aa-3b6d11c25444', '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 'lost', 1, 1, 'running', 1795609197123, null, null, null, null, 15536, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a5-fa45-7e32-8198-693086bdd099', '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 'first', 1, 1, 'succeeded', 1795609197123, 1795609198143, 0, null, null, 15540, 0, 1691648);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a5-fe43-7a9f-9063-64473587e574', '01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 'unmade', 1, 1, 'starting', 1795609198146, null, null, null, null, null, null, null);
insert into round (run_id, n, trigger, by, state, started_at, ended_at) values ('01a212a5-fa09-771d-9f3a-f15d3c3cfc30', 1, 'manual', 'root', null, 1795609197123, null);
insert into sample (attempt_id, at, cpu_percent, rss_bytes, gpu_percent, gpu_bytes) values ('01a212a5-fa45-7e32-8198-693086bdd099', 1795609197888, 0, 1691648, null, null);
