-- Run in the folder of the sample's CSV files, with scorecard.json and okr.json one above. Computes every figure a second time.
.import --csv transactions.csv transactions
.import --csv leads.csv leads
.import --csv surveys.csv surveys
.import --csv complaints.csv complaints
.import --csv visits.csv visits

-- One line per sample of a KPI, with up to two dimensions. Times carry the company's own offset, so their text begins with the month.
create view facts as
            select 'mrr' kpi, 'sum' rule, substr(time, 1, 7) month, amount + 0.0 value, 1 divisor,
                   'region' a, region a_member, 'salesperson' b, salesperson b_member from transactions
  union all select 'average-transaction', 'ratio', substr(time, 1, 7), amount + 0.0, 1, 'region', region, null, null from transactions
  union all select 'deals-per-salesperson', 'sum', substr(time, 1, 7), 1, 1, 'salesperson', salesperson, null, null from transactions
  union all select 'sales-by-region', 'sum', substr(time, 1, 7), 1, 1, 'region', region, null, null from transactions
  union all select 'acquisition-rate', 'ratio', substr(time, 1, 7), converted + 0.0, 1, 'region', region, 'channel', channel from leads
  union all select 'nps', 'mean', substr(time, 1, 7), nps + 0.0, 1, 'channel', channel, null, null from surveys
  union all select 'complaints', 'sum', substr(time, 1, 7), 1, 1, 'channel', channel, null, null from complaints
  union all select 'web-visitors', 'sum', substr(time, 1, 7), visitors + 0.0, 1, 'region', region, 'channel', channel from visits;

create table expected as
  with figures as (
    select kpi, rule, month, '' dimension, '' member, value, divisor from facts
    union all select kpi, rule, month, a, a_member, value, divisor from facts
    union all select kpi, rule, month, b, b_member, value, divisor from facts where b is not null)
  select kpi, dimension, member, month, count(*) samples,
         case rule when 'sum' then sum(value) when 'mean' then avg(value) else sum(value) / sum(divisor) end value
  from figures group by kpi, dimension, member, month;

create table scorecard as select json(cast(readfile('../scorecard.json') as text)) report;
create table actual as
  select replace(r.value ->> 'kpi', 'organizations/sao-mai/kpis/', '') kpi,
         coalesce(r.value ->> 'dimension', '') dimension, coalesce(r.value ->> 'member', '') member,
         json_extract(report, '$.periods[' || c.key || '].id') month,
         cast(c.value ->> 'sampleCount' as integer) samples, c.value ->> 'actual' value
  from scorecard, json_each(report, '$.rows') r, json_each(r.value, '$.cells') c
  where c.value ->> 'actual' is not null;

create table differences as
  select coalesce(e.kpi, a.kpi) kpi, coalesce(e.dimension, a.dimension) dimension, coalesce(e.member, a.member) member,
         coalesce(e.month, a.month) month, e.value expected, a.value actual, e.samples expected_samples, a.samples actual_samples
  from expected e full join actual a
    on e.kpi = a.kpi and e.dimension = a.dimension and e.member = a.member and e.month = a.month
  where e.value is null or a.value is null or e.samples <> a.samples
     or abs(e.value - a.value) > 1e-9 * max(1, abs(e.value));

-- Key results that follow a KPI show its December.
create table key_results as
  select k.value ->> 'name' name, k.value ->> 'currentValue' value,
         replace(k.value ->> '$.kpiSource.kpi', 'organizations/sao-mai/kpis/', '') kpi,
         coalesce(k.value ->> '$.kpiSource.filter.region', '') member
  from (select json(cast(readfile('../okr.json') as text)) report) o,
       json_each(report, '$.objectives') b, json_each(b.value, '$.keyResults') k
  where k.value ->> '$.kpiSource.kpi' is not null;

select 'figures compared: ' || count(*) from expected;
select 'figures that differ: ' || count(*) from differences;
select * from differences limit 20;
select 'key results compared: ' || count(*) from key_results;
select 'key results that differ: ' || count(*) from key_results k left join expected e
  on e.kpi = k.kpi and e.member = k.member and e.month = '2025-12' and e.dimension in ('', 'region')
  where e.value is null or k.value is null or abs(e.value - k.value) > 1e-9 * max(1, abs(e.value));
