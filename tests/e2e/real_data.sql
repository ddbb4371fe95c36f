-- Run in a folder with unemployment.csv and the three scorecards. Computes every figure a second time.
.import --csv unemployment.csv rows

create view samples as
  select industry, time, count + 0.0 count, rate + 0.0 rate, substr(time, 1, 7) month, substr(time, 1, 4) year,
         substr(time, 1, 4) || '-Q' || ((substr(time, 6, 2) + 2) / 3) quarter from rows;

create table by_industry as
  with periods as (
    select month period, * from samples union all select quarter, * from samples union all select year, * from samples)
  select period, industry, sum(count) total, avg(rate) rate, sum(rate) rates, count(*) n,
         (select p.count from periods p where p.period = o.period and p.industry = o.industry order by p.time desc limit 1) last
  from periods o group by period, industry;

create table expected as
            select 'unemployed' kpi, industry member, period, last value from by_industry
  union all select 'unemployed-months', industry, period, total from by_industry
  union all select 'rate', industry, period, rate from by_industry
  union all select 'unemployed', '', period, sum(last) from by_industry group by period
  union all select 'unemployed-months', '', period, sum(total) from by_industry group by period
  union all select 'rate', '', period, sum(rates) / sum(n) from by_industry group by period;

create table reports as
            select json(cast(readfile('month.json') as text)) report
  union all select json(cast(readfile('quarter.json') as text))
  union all select json(cast(readfile('year.json') as text));
create table actual as
  select replace(r.value ->> 'kpi', 'organizations/labour/kpis/', '') kpi, coalesce(r.value ->> 'member', '') member,
         json_extract(report, '$.periods[' || c.key || '].id') period, c.value ->> 'actual' value
  from reports, json_each(report, '$.rows') r, json_each(r.value, '$.cells') c
  where c.value ->> 'actual' is not null;

-- A scorecard holds at most 120 periods; months before them are only in the quarters and years.
delete from expected where length(period) = 7 and period not like '%Q%'
  and period < (select min(period) from actual where length(period) = 7 and period not like '%Q%');

create table differences as
  select coalesce(e.kpi, a.kpi) kpi, coalesce(e.member, a.member) member, coalesce(e.period, a.period) period,
         e.value expected, a.value actual
  from expected e full join actual a on e.kpi = a.kpi and e.member = a.member and e.period = a.period
  where e.value is null or a.value is null or abs(e.value - a.value) > 1e-9 * max(1, abs(e.value));

select 'figures compared: ' || count(*) from expected;
select 'figures that differ: ' || count(*) from differences;
select * from differences limit 20;
