-- The tables of the model that questions read, empty.
create table ticket_facts (
    ticket_id varchar, customer_id varchar, subject varchar, tags varchar, status varchar, priority varchar,
    channel varchar, category varchar, team varchar, agent varchar, origin varchar, exclusion varchar,
    segment varchar, plan varchar, region varchar, customer_group integer, customer_number integer,
    stage varchar, stage_entered_at timestamp, linked_by varchar,
    created_at timestamp, first_reply_at timestamp, first_solved_at timestamp, solved_at timestamp, left_at timestamp,
    created_day date, created_week date, created_month date, created_hour integer, created_weekday integer,
    replied_day date, first_solved_day date, solved_day date, left_day date,
    is_open boolean, is_solved boolean, is_ever_solved boolean, has_reply_data boolean, has_solution_data boolean,
    has_reopen_data boolean, is_replied boolean, is_resolved boolean,
    reply_calendar_minutes double, reply_business_minutes double,
    resolution_calendar_minutes double, resolution_business_minutes double,
    first_resolution_calendar_minutes double, first_resolution_business_minutes double,
    requester_wait_minutes double, first_reply_target_minutes double, resolution_target_minutes double,
    is_replied_within_target boolean, is_resolved_within_target boolean, reply_speed varchar, is_one_touch boolean,
    is_reopened boolean,
    is_first_contact_resolved boolean, is_poor boolean, is_good boolean,
    reopens integer, replies integer, handoffs integer,
    csat_score double, csat_scale varchar, csat_share double, is_satisfied boolean, is_csat_sent boolean,
    quality_score double, quality_components integer
);
create table survey_facts (
    survey_id varchar, kind varchar, customer_id varchar, ticket_id varchar, score double, scale varchar,
    comment varchar, sent_at timestamp, responded_at timestamp, is_sent boolean, is_answered boolean,
    sent_day date, sent_week date, responded_day date, responded_week date, responded_month date,
    is_day_approximate boolean, share double, is_satisfied boolean, nps_band integer, rating_band varchar,
    priority varchar, channel varchar, category varchar, team varchar, agent varchar, origin varchar,
    exclusion varchar, segment varchar, plan varchar, region varchar,
    stage varchar, reply_speed varchar, is_reopened boolean, linked_by varchar
);
create table comment_expectations (survey_id varchar, expectation varchar);
create table aspect_facts (
    survey_id varchar, expectation varchar, score double, scale varchar, share double, is_satisfied boolean
);
create table scale_facts (
    scale varchar, lowest double, highest double, satisfied_from double, poor_to double, good_from double
);
create table customer_facts (
    customer_id varchar, name varchar, segment varchar, plan varchar, region varchar, industry varchar,
    acquisition_channel varchar, customer_group integer, customer_number integer, acquired_day date, churned_day date, monthly_revenue double, referred_by varchar,
    is_prospect boolean default false
);
create table order_facts (
    order_id varchar, customer_id varchar, ordered_at timestamp, ordered_day date, amount double, currency varchar,
    kind varchar
);
create table subscription_facts (
    subscription_id varchar, customer_id varchar, linked_by varchar, started_at timestamp, ended_at timestamp,
    started_day date, ended_day date, plan varchar, monthly_amount double, currency varchar, cancel_reason varchar
);
create table stage_facts (
    customer_id varchar, linked_by varchar, position integer, stage varchar, entered_at timestamp, entered_day date,
    is_derived boolean
);
create table customer_groups (
    customer_group integer, segment varchar, plan varchar, region varchar, industry varchar, acquisition_channel varchar
);
create table journey_status (first_day date, last_day date, customers bigint, known_customers bigint);
create table journey_stages (
    position integer, stage varchar, is_optional boolean, window_days integer, told bigint, is_in_data boolean,
    is_derived boolean, next_position integer, next_stage varchar, days_to_next integer, days_before integer
);
create table unknown_stages (stage varchar, told bigint, customers bigint);
create table journey_customers (
    customer_number integer, customer_id varchar, customer_group integer, monthly_revenue double
);
create table journey_entries (
    customer_number integer, customer_group integer, position integer, cohort_day date, reached_at timestamp,
    reached_day date, days integer, state integer
);
create table journey_states (
    state integer, outcome varchar, is_skipped boolean, is_out_of_order boolean, is_returned boolean,
    is_derived boolean, is_mature boolean
);
create table stage_stays (
    customer_number integer, customer_group integer, step bigint, position integer, next_position integer,
    is_return boolean, is_derived boolean, cohort_day date, entered_at timestamp, entered_day date,
    until_at timestamp, until_day date, same_until_day date
);
create table journey_tickets (
    entry_number bigint, customer_number integer, customer_group integer, position integer, cohort_day date,
    state integer, days integer, created_after bigint, known_after bigint, category varchar, priority varchar,
    is_poor boolean, is_good boolean, is_in_stage boolean, is_first boolean, is_poor_first boolean
);
create table relation_facts (
    customer_number integer, customer_id varchar, start_day date, end_day date, is_lost boolean, is_involuntary boolean,
    reason varchar, basis varchar, entry_days integer, tenure_days integer, follow_days integer, returned_day date,
    segment varchar, plan varchar, region varchar, industry varchar, acquisition_channel varchar, revenue_band varchar,
    monthly_revenue double, acquisition_cost double, start_quarter varchar, referred_by varchar, lot double
);
create table relation_status (
    losses_from date, losses_through date, orders_from date, orders_through date, lapse_days integer,
    is_lapse_derived boolean, support_from date, last_day date, relations bigint, without_start bigint,
    not_begun bigint, without_known_end bigint, ended_before_start bigint
);
create table interaction_facts (
    customer_number integer, created_at timestamp, category varchar, priority varchar, is_cancelling boolean,
    created_tenure integer, handled_tenure integer, good_tenure integer, poor_tenure integer, rated_tenure integer,
    rating varchar, score double, is_satisfied boolean, replied_tenure integer, is_replied_within_target boolean,
    first_solved_tenure integer, is_first_in_target boolean, settled_tenure integer,
    is_resolved_within_target boolean, is_reopened boolean
);
create table buying_facts (customer_number integer, tenure integer, amount double);
create table link_status (table_name varchar, linked_to varchar, linked_by varchar, n bigint);
create table event_facts (happened_at timestamp, happened_day date, label varchar, kind varchar);
create table data_status (
    data_through timestamp, first_day date, last_day date, last_complete_week date, time_zone varchar,
    is_sample boolean, tickets bigint, excluded bigint, customers bigint, default_schedule varchar,
    answers_first_day date, answers_last_day date
);
create table carried (table_name varchar, column_name varchar, is_carried boolean, filled bigint, rows bigint);
create table loads (
    load_id bigint, loaded_at timestamp, loaded_by varchar, file varchar, kind varchar, preset varchar,
    checksum varchar, rows bigint, new bigint, updated bigint, unchanged bigint, folded bigint, rejected bigint,
    notes varchar, warnings varchar, with_load bigint, as_of timestamp, size bigint, encoding varchar, read_as varchar,
    unread varchar, header varchar, removed_at timestamp, removed_by varchar
);
-- What was loaded, as far as questions about the data themselves read it.
create table if not exists customers (
    customer_id varchar, name varchar, email varchar, organisation varchar, segment varchar, plan varchar,
    region varchar, industry varchar, acquisition_channel varchar, acquired_at timestamp, churned_at timestamp,
    churn_reason varchar, monthly_revenue double, referred_by varchar
);
create table if not exists tickets (
    ticket_id varchar, customer_id varchar, customer_email varchar, organisation varchar, created_at timestamp,
    first_solved_at timestamp, closed_at timestamp, updated_at timestamp, first_reply_business_minutes double,
    resolution_business_minutes double, csat_score double, csat_scale varchar, csat_sent boolean
);
create table if not exists surveys (
    survey_id varchar, customer_id varchar, customer_email varchar, ticket_id varchar, score double, scale varchar,
    sent_at timestamp, responded_at timestamp, comment varchar,
    timeliness_score double, empathy_score double, solution_score double, aspect_scale varchar
);
create table if not exists orders (
    order_id varchar, customer_id varchar, customer_email varchar, ordered_at timestamp
);
create table if not exists subscriptions (
    subscription_id varchar, customer_id varchar, customer_email varchar, started_at timestamp, ended_at timestamp
);
create table if not exists stages (customer_id varchar, entered_at timestamp);
create table if not exists events (happened_at timestamp);
create table if not exists changes (changed_at timestamp);
create table if not exists comments (created_at timestamp);
create table if not exists rejects (
    load_id bigint, file varchar, line bigint, "column" varchar, value varchar, reason varchar, record varchar
);
create table if not exists sheets (
    load_id bigint, "column" varchar, source varchar, filled bigint, empty bigint, different bigint, lowest varchar,
    highest varchar, total double
);
create table if not exists settings (key varchar, value varchar);
