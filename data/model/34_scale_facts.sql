-- scale_facts: one row per rating scale of the settings: its ends, satisfied from, poor up to, and good from.
create or replace table scale_facts as
select
    scale,
    cast(lowest as double) as lowest,
    cast(highest as double) as highest,
    cast(satisfied_from as double) as satisfied_from,
    cast(poor_to as double) as poor_to,
    cast(good_from as double) as good_from
from rating_scales;
