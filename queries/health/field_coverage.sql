-- One row per field and month: of the tickets that count (by creation) and of answered surveys, how many have a value?
-- What a ticket's own row leaves empty and its changes or comments tell counts as filled. ticket_id of surveys is asked
-- of CSAT answers only: the other kinds are about no ticket.
with known_fields as (
    select
        created_month as month,
        count(*) as n,
        count(first_reply_at) as first_reply_at,
        count(solved_at) as solved_at,
        count(status) as status,
        count(priority) as priority,
        count(channel) as channel,
        count(category) as category,
        count(team) as team,
        count(agent) as agent,
        count(subject) as subject,
        count(tags) as tags,
        count(reopens) as reopens,
        count(replies) as replies,
        count(handoffs) as handoffs,
        count(requester_wait_minutes) as requester_wait_minutes,
        count(origin) as origin
    from ticket_facts
    where exclusion is null
    group by created_month
),
own_fields as (
    select
        facts.created_month as month,
        count(*) as n,
        count(tickets.customer_id) as customer_id,
        count(tickets.customer_email) as customer_email,
        count(tickets.organisation) as organisation,
        count(tickets.first_solved_at) as first_solved_at,
        count(tickets.closed_at) as closed_at,
        count(tickets.updated_at) as updated_at,
        count(tickets.first_reply_business_minutes) as first_reply_business_minutes,
        count(tickets.resolution_business_minutes) as resolution_business_minutes,
        count(tickets.csat_score) as csat_score,
        count(tickets.csat_scale) as csat_scale,
        count(tickets.csat_sent) as csat_sent
    from tickets
    inner join ticket_facts as facts on tickets.ticket_id = facts.ticket_id
    where facts.exclusion is null
    group by facts.created_month
),
survey_fields as (
    select
        coalesce(facts.responded_month, date_trunc('month', facts.sent_day)::date) as month,
        count(*) as n,
        count(*) filter (where facts.kind = 'csat') as csat_answers,
        count(surveys.customer_id) as customer_id,
        count(surveys.customer_email) as customer_email,
        count(surveys.ticket_id) filter (where facts.kind = 'csat') as ticket_id,
        count(surveys.score) as score,
        count(surveys.scale) as scale,
        count(surveys.sent_at) as sent_at,
        count(surveys.responded_at) as responded_at,
        count(surveys.comment) as comment,
        count(surveys.timeliness_score) as timeliness_score,
        count(surveys.empathy_score) as empathy_score,
        count(surveys.solution_score) as solution_score,
        count(surveys.aspect_scale) as aspect_scale
    from surveys
    inner join survey_facts as facts on surveys.survey_id = facts.survey_id
    where facts.is_answered and facts.exclusion is null
    group by coalesce(facts.responded_month, date_trunc('month', facts.sent_day)::date)
),
long_known as (
    unpivot known_fields
    on columns(* exclude (month, n))
    into name column_name value filled
),
long_own as (
    unpivot own_fields
    on columns(* exclude (month, n))
    into name column_name value filled
),
long_surveys as (
    unpivot survey_fields
    on columns(* exclude (month, n, csat_answers))
    into name column_name value filled
),
fields as (
    select
        'tickets' as table_name,
        column_name,
        month,
        n,
        filled
    from long_known
    union all
    select
        'tickets' as table_name,
        column_name,
        month,
        n,
        filled
    from long_own
    union all
    select
        'surveys' as table_name,
        column_name,
        month,
        case column_name when 'ticket_id' then csat_answers else n end as n,
        filled
    from long_surveys
),
completed as (
    select
        fields.table_name,
        fields.column_name,
        coalesce(carried.is_carried, false)
        or sum(fields.filled) over (partition by fields.table_name, fields.column_name) > 0 as is_carried,
        fields.month::varchar as month,
        fields.n::bigint as n,
        fields.filled::bigint as filled,
        (fields.filled / nullif(fields.n, 0))::double as value,
        last_day(fields.month) <= data_status.last_day as is_complete
    from fields
    cross join data_status
    left join carried on fields.table_name = carried.table_name and fields.column_name = carried.column_name
)
select * from completed
order by table_name desc, column_name, month
