-- One row per customer relation that can be compared $landmark days after its start: which support it had until then,
-- by $exposure_of.
with judged as (
    select
        *,
        case
            when tickets is null then 'no contact'
            when $exposure_of = 'overall' then case
                when poor > 0 then 'poor'
                when good > 0 then 'good'
                else 'neither'
            end
            else case case $exposure_of
                when 'fast_reply' then fast_reply
                when 'resolved_in_target' then resolved_in_target
                when 'not_reopened' then not_reopened
                when 'csat' then csat
            end
                when true then 'yes'
                when false then 'no'
                else 'not known'
            end
        end as exposure
    from landmark_histories
)
select * from judged
