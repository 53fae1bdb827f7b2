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
  ended_at integer,
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
create UNIQUE INDEX event_of_run on event (run_id, run_seq) where run_id is not null;
create INDEX command_new on command (id) where state = 'new';
create INDEX run_recent on run (created_at);
create INDEX run_open on run (created_at) where ended_at is null;
create INDEX attempt_of_run on attempt (run_id, stage, number);
create UNIQUE INDEX attempt_number on attempt (run_id, stage, number) where state <> 'fenced';
create UNIQUE INDEX attempt_live on attempt (run_id, stage)
  where state in ('starting', 'running', 'stopping');
create INDEX metric_of_attempt on metric (attempt_id, name, id);
pragma user_version = 1;
insert into meta (key, value) values ('home_id', '01a212a5-de54-7b6e-bae2-41df6a44f4a1');
insert into host (epoch, pid, start_time, boot_id, pid_ns, version, since, left_at) values (1, 13900, 5155310, '13ced443-093a-4864-a447-21b4bae3a759', 'pid:[4026531836]', '0.1.0', 1795609189972, null);
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (1, null, null, 1, 1795609189972, 'host.started', 1, '{"pid":13900,"version":"0.1.0"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (2, '01a212a5-de22-75c2-a90c-8d20f710da38', 1, 1, 1795609189978, 'run.created', 1, '{"pipeline":"left","folder":"/tmp/project","number":1,"trigger":"manual","by":"root","plan":"543ab95dbaff7ae4d8f4ce5d93ff09cd9b7b2a36680c9cbcdb012a8493ffe9c3","now":{"at":1795609189977,"up":51553160,"boot":"13ced443-093a-4864-a447-21b4bae3a759"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (3, '01a212a5-de22-75c2-a90c-8d20f710da38', 2, 1, 1795609189978, 'run.started', 1, '{"round":1,"now":{"at":1795609189977,"up":51553160,"boot":"13ced443-093a-4864-a447-21b4bae3a759"}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (4, '01a212a5-de22-75c2-a90c-8d20f710da38', 3, 1, 1795609189978, 'attempt.starting', 1, '{"stage":"good","attempt":"01a212a5-de59-7731-ab5a-ff300abd5e53","number":1,"round":1,"now":{"at":1795609189977,"up":51553160,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (5, '01a212a5-de22-75c2-a90c-8d20f710da38', 4, 1, 1795609189978, 'attempt.starting', 1, '{"stage":"bad","attempt":"01a212a5-de5a-784c-84d6-c75b55744439","number":1,"round":1,"now":{"at":1795609189977,"up":51553160,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (6, '01a212a5-de22-75c2-a90c-8d20f710da38', 5, 1, 1795609189978, 'attempt.starting', 1, '{"stage":"lost","attempt":"01a212a5-de5a-7ad0-96c4-cfa768777db7","number":1,"round":1,"now":{"at":1795609189977,"up":51553160,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (7, '01a212a5-de22-75c2-a90c-8d20f710da38', 6, 1, 1795609189978, 'attempt.starting', 1, '{"stage":"first","attempt":"01a212a5-de5a-7f96-860e-58a0943cd405","number":1,"round":1,"now":{"at":1795609189977,"up":51553160,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (8, '01a212a5-de22-75c2-a90c-8d20f710da38', 7, 1, 1795609190239, 'attempt.running', 1, '{"stage":"good","attempt":"01a212a5-de59-7731-ab5a-ff300abd5e53","claim":{"pid":13904,"startTime":5155317,"up":51553170}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (9, '01a212a5-de22-75c2-a90c-8d20f710da38', 8, 1, 1795609190239, 'attempt.running', 1, '{"stage":"bad","attempt":"01a212a5-de5a-784c-84d6-c75b55744439","claim":{"pid":13905,"startTime":5155317,"up":51553170}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (10, '01a212a5-de22-75c2-a90c-8d20f710da38', 9, 1, 1795609190239, 'attempt.running', 1, '{"stage":"lost","attempt":"01a212a5-de5a-7ad0-96c4-cfa768777db7","claim":{"pid":13910,"startTime":5155317,"up":51553170}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (11, '01a212a5-de22-75c2-a90c-8d20f710da38', 10, 1, 1795609190239, 'attempt.running', 1, '{"stage":"first","attempt":"01a212a5-de5a-7f96-860e-58a0943cd405","claim":{"pid":13911,"startTime":5155317,"up":51553180}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (12, '01a212a5-de22-75c2-a90c-8d20f710da38', 11, 1, 1795609190996, 'attempt.ended', 1, '{"stage":"first","attempt":"01a212a5-de5a-7f96-860e-58a0943cd405","as":"succeeded","endedAt":1795609190995,"exitCode":0,"cause":null,"claim":{"pid":13911,"startTime":5155317,"up":51553180},"cpuMs":0,"peakRssBytes":1794048,"outputs":null,"leftovers":[]}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (13, '01a212a5-de22-75c2-a90c-8d20f710da38', 12, 1, 1795609190996, 'stage.ended', 1, '{"stage":"first","end":{"is":"succeeded","endedAt":1795609190995}}');
insert into event (seq, run_id, run_seq, epoch, at, kind, v, data) values (14, '01a212a5-de22-75c2-a90c-8d20f710da38', 13, 1, 1795609190996, 'attempt.starting', 1, '{"stage":"unmade","attempt":"01a212a5-e253-7038-b858-5e00dc8d9936","number":1,"round":1,"now":{"at":1795609190995,"up":51554180,"boot":"13ced443-093a-4864-a447-21b4bae3a759"},"pidNamespace":"pid:[4026531836]"}');
insert into command (id, key, kind, target, args, by, at, state, result) values (1, '01a212a5-de55-7d8b-b2dc-d7f65bb3d801', 'trigger', '01a212a5-de22-75c2-a90c-8d20f710da38', '{"run":"01a212a5-de22-75c2-a90c-8d20f710da38","planHash":"543ab95dbaff7ae4d8f4ce5d93ff09cd9b7b2a36680c9cbcdb012a8493ffe9c3","trigger":"manual","umask":18}', 'root', 1795609189973, 'done', 'left#1');
insert into effect (key, kind, data, epoch, tries, next_at) values ('start:01a212a5-e253-7038-b858-5e00dc8d9936', 'start', '{"kind":"start","key":"start:01a212a5-e253-7038-b858-5e00dc8d9936","run":"01a212a5-de22-75c2-a90c-8d20f710da38","stage":"unmade","attempt":"01a212a5-e253-7038-b858-5e00dc8d9936"}', 1, 0, null);
insert into pipeline (name, last_number) values ('left', 1);
insert into version (hash, pipeline, plan, at) values ('543ab95dbaff7ae4d8f4ce5d93ff09cd9b7b2a36680c9cbcdb012a8493ffe9c3', 'left', '{"v":1,"pipeline":"left","description":null,"file":"/tmp/project/left.yaml","folder":"/tmp/project","params":{},"env":{},"envFile":null,"python":null,"timeoutMs":null,"maxParallel":null,"maxActiveRuns":1,"stages":[{"key":"good","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"until test -e go; do sleep 0.1; done\necho \"loss=0.25\" >> \"$DAGTOP_OUTPUT\"\necho good\n"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"bad","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"until test -e go; do sleep 0.1; done; echo bad; exit 7"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"warn","onCrash":"fail"},{"key":"lost","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"echo lost; sleep 600"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"ignore","onCrash":"fail"},{"key":"first","description":null,"needs":[],"if":"success","uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"sleep 1"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"unmade","description":null,"needs":["first"],"if":"success","uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"until test -e go; do sleep 0.1; done"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"},{"key":"after","description":null,"needs":["good","bad","unmade"],"if":"always","uses":null,"command":{"is":"shell","shell":["bash","-eo","pipefail","-c"],"script":"echo after"},"cwd":[{"is":"text","text":"/tmp/project"}],"env":{},"retry":{"times":0,"delayMs":0,"backoff":"constant","factor":2,"maxDelayMs":null,"jitter":0,"onExit":[],"notOnExit":[]},"timeoutMs":null,"stop":{"signal":"TERM","graceMs":30000,"command":null},"onFail":"fail","onCrash":"fail"}]}', 1795609189978);
insert into run (id, pipeline, folder, number, state, reason, trigger, by, round, plan, created_at, started_at, ended_at) values ('01a212a5-de22-75c2-a90c-8d20f710da38', 'left', '/tmp/project', 1, 'running', null, 'manual', 'root', 1, '543ab95dbaff7ae4d8f4ce5d93ff09cd9b7b2a36680c9cbcdb012a8493ffe9c3', 1795609189977, 1795609189977, null);
insert into run_environment (run_id, env, umask) values ('01a212a5-de22-75c2-a90c-8d20f710da38', '{"HOME":"/nonexistent","LANG":"C.UTF-8","PATH":"/usr/bin:/bin"}', 18);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a5-de22-75c2-a90c-8d20f710da38', 0, 'good', 'running', null, null, 1, 1, 1795609189977, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a5-de22-75c2-a90c-8d20f710da38', 1, 'bad', 'running', null, null, 1, 1, 1795609189977, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a5-de22-75c2-a90c-8d20f710da38', 2, 'lost', 'running', null, null, 1, 1, 1795609189977, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a5-de22-75c2-a90c-8d20f710da38', 3, 'first', 'succeeded', null, null, 1, 1, 1795609189977, 1795609190995, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a5-de22-75c2-a90c-8d20f710da38', 4, 'unmade', 'running', null, null, 1, 1, 1795609190995, null, null);
insert into stage (run_id, position, key, state, reason, due_at, attempt, max_attempts, started_at, ended_at, outputs) values ('01a212a5-de22-75c2-a90c-8d20f710da38', 5, 'after', 'pending', null, null, 0, 1, null, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a5-de59-7731-ab5a-ff300abd5e53', '01a212a5-de22-75c2-a90c-8d20f710da38', 'good', 1, 1, 'running', 1795609189977, null, null, null, null, 13904, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a5-de5a-784c-84d6-c75b55744439', '01a212a5-de22-75c2-a90c-8d20f710da38', 'bad', 1, 1, 'running', 1795609189977, null, null, null, null, 13905, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a5-de5a-7ad0-96c4-cfa768777db7', '01a212a5-de22-75c2-a90c-8d20f710da38', 'lost', 1, 1, 'running', 1795609189977, null, null, null, null, 13910, null, null);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a5-de5a-7f96-860e-58a0943cd405', '01a212a5-de22-75c2-a90c-8d20f710da38', 'first', 1, 1, 'succeeded', 1795609189977, 1795609190995, 0, null, null, 13911, 0, 1794048);
insert into attempt (id, run_id, stage, number, round, state, started_at, ended_at, exit_code, signal, cause, pid, cpu_ms, peak_rss_bytes) values ('01a212a5-e253-7038-b858-5e00dc8d9936', '01a212a5-de22-75c2-a90c-8d20f710da38', 'unmade', 1, 1, 'starting', 1795609190995, null, null, null, null, null, null, null);
