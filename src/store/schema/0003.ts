// What the processes of an attempt used, now and then: see src/engine/host/samples.ts for how thinly. Not folded from
// events; null where it was not known.

export const SQL = /* sql */ `
create table sample (
  attempt_id text not null,
  at integer not null,
  cpu_percent real,
  rss_bytes integer not null,
  gpu_percent real,
  gpu_bytes integer,
  primary key (attempt_id, at)
) without rowid;
`;
