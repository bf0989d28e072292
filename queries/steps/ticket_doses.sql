-- One row per ticket: what of it ($dose) answers are set against: minutes by $clock, a count, or the hour of creation.
-- Missing where it is not known, and for minutes until the ticket is replied to, or solved.
select
    ticket_id,
    (case $dose
        when 'first_reply' then case
            when is_replied and $clock = 'calendar' then reply_calendar_minutes
            when is_replied then reply_business_minutes
        end
        when 'resolution' then case
            when is_resolved and $clock = 'calendar' then resolution_calendar_minutes
            when is_resolved then resolution_business_minutes
        end
        when 'replies' then replies
        when 'reopens' then reopens
        when 'handoffs' then handoffs
        when 'hour' then created_hour
    end)::double as dose
from ticket_facts
