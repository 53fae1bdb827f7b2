// Rounds, cached results, what each run's code was, fingerprints of secrets, and where a run came from.
//
// `round` is folded from events like run and stage. `cache` outlives its runs. A secret's value is nowhere: its row has a
// length and two keyed hashes per form of it, by which views find it again and hide it.

export const SQL = /* sql */ `
alter table run add column due_at integer;
alter table run add column rerun_of text;

create table round (
  run_id text not null,
  n integer not null,
  trigger text not null,
  by text not null,
  state text,
  started_at integer,
  ended_at integer,
  primary key (run_id, n)
) without rowid;
insert into round (run_id, n, trigger, by, state, started_at, ended_at)
  select id, 1, trigger, by, iif(ended_at is null, null, state), started_at, ended_at from run;

create table cache (
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
create index cache_newest on cache (pipeline, stage, at);

create table not_kept (
  pipeline text not null,
  stage text not null,
  cause text not null,
  run text not null,
  primary key (pipeline, stage)
) without rowid;

create table run_source (
  run_id text primary key,
  "commit" text,
  branch text,
  dirty integer not null,
  patch text
) without rowid;

create table secret (
  attempt_id text not null,
  name text not null,
  form text not null,
  length integer not null,
  rolling text not null,
  hmac text not null,
  primary key (attempt_id, name, form)
) without rowid;
`;
