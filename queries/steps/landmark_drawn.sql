-- One row per customer relation of landmark_relations that can be compared. Of very many about $most_customers are
-- taken, by a lot that follows from their ids.
with compared as (
    select coalesce(least(1, $most_customers / count(*)), 1) as share
    from landmark_relations
    where standing = 'compared'
),
drawn as (
    select relations.*
    from landmark_relations as relations
    inner join compared on relations.lot < compared.share
    where relations.standing = 'compared'
)
select * from drawn
