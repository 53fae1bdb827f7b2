// What is removed one day, and what is not; and runs that were asked for from inside an attempt.
//
// `parent` is that attempt's id. `pinned_at`: kept whatever its age. `bytes`: what the folders of its attempts hold, once somebody has
// counted. `removing_at`: marked by gc; whoever reads passes it over, and its rows and folders go in slices.
// Of a host: what it is (`background`, `daemon`, `inline`), on which machine, `place` as device and inode of the home that it
// works in, and who has asked it to drain.

export const SQL = /* sql */ `
alter table host add column kind text;
alter table host add column machine text;
alter table host add column place text;
alter table host add column draining_by text;
alter table run add column parent text;
alter table run add column pinned_at integer;
alter table run add column bytes integer;
alter table run add column removing_at integer;
create index run_ended_of on run (pipeline, ended_at) where ended_at is not null;
create index run_removing on run (removing_at) where removing_at is not null;
create index run_of_parent on run (parent) where parent is not null;
`;
