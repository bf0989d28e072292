"""The made-up examples of vendors' exports, and the headers that their files really have."""

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from data.loading.presets import VENDORS, Preset, delivered
from data.reading.files import plain_text
from data.reading.members import members
from data.reading.table import Table, find_table

EXAMPLES = sorted([*VENDORS.glob("*.csv"), *VENDORS.glob("*.xlsx")], key=lambda path: path.stem)
PARTS = {name for preset in delivered().values() for name in preset.also}  # they read the file of another preset

# Header rows as they are found: whole ones, beginnings of longer ones, and names that are there in any order.
LITERAL = {
    "zendesk_tickets": """Summation column,Id,Requester,Requester id,Requester external id,Requester email,
        Requester domain,Submitter,Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,
        Assigned at,Organization,Due date,Initially assigned at,Solved at,Resolution time,Satisfaction Score,Group stations,
        Assignee stations,Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours,
        First resolution time in minutes,First resolution time in minutes within business hours,
        Full resolution time in minutes,Full resolution time in minutes within business hours,Agent wait time in minutes,
        Agent wait time in minutes within business hours,Requester wait time in minutes,
        Requester wait time in minutes within business hours,On hold time in minutes,
        On hold time in minutes within business hours""",
    "freshdesk_tickets": """Ticket ID,Subject,Description,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,
        Resolved time,Closed time,Last update time,Initial response time,Time tracked,First response time (in hrs),
        Resolution time (in hrs),Agent interactions,Customer interactions,Resolution status,First response status,Tags,
        Survey results,Product""",
    "intercom_conversations": """Conversation ID,Conversation started at (America/New_York),Teammate currently assigned,
        Team currently assigned,Channel,Conversation tag,Current conversation state,Last teammate rating,
        Last teammate rating remark,Conversation first closed at (America/New_York),
        Conversation first replied at (America/New_York),First response time (seconds),
        "First response time, only within office hours (seconds)",Number of reassignments,Replies to close a conversation,
        Time to close (seconds),"Time to close, within office hours (seconds)",Conversation priority,Conversation source,
        Resolved on first contact,Conversation last closed at (America/New_York),Company ID,Company name,Company plan,
        User email,User ID,User name""",
    "jira_service_management": """Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Priority,Resolution,
        Assignee,Reporter,Creator,Created,Updated,Last Viewed,Resolved,Due date,Labels,Labels,Custom field (Request Type),
        Satisfaction rating,Custom field (Satisfaction date),Custom field (Time to first response),
        Custom field (Time to resolution),Status Category,Status Category Changed,
        Custom field ([CHART] Date of First Response),Comment,Comment""",
    "servicenow_log": """number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,
        opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,location,category,
        subcategory,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,knowledge,u_priority_confirmation,
        notify,problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at""",
    "servicenow_list": """Number,Short description,State,Opened,Caller,Priority,Category,Assignment group,Assigned to,
        Updated,Resolved,Closed""",
    "zammad_tickets": """#,Title,State,Priority,Group,Owner,Customer,Organization,Create Channel,Sender,Tags,
        Time Units Total,Created At,Updated At,Closed At,Close Escalation At,Close In Min,Close Diff In Min,
        First Response At,First Response Escalation At,First Response In Min,First Response Diff In Min,
        Update Escalation At,Update In Min,Update Diff In Min,Last Contact At,Last Contact Agent At,
        Last Contact Customer At,Article Count,Escalation At""",
    "zendesk_warehouse_tickets": """id,assignee_id,brand_id,created_at,group_id,organization_id,priority,requester_id,
        status,subject,type,updated_at,via_channel,merged_ticket_ids""",
    "zendesk_warehouse_history": "field_name,ticket_id,updated,user_id,value",
    "zendesk_warehouse_comments": "id,body,created,public,ticket_id,user_id",
}
IN_ANY_ORDER = {
    "hubspot_tickets": """Ticket ID,Ticket name,Pipeline,Ticket status,Priority,Source,Ticket owner,Create date,Close date,
        Last Closed Date,Ticket reopen date,First agent response date,Time to close,Time to first agent email reply,
        Number of times contacted,Category,Resolution,Last CES survey rating,First contact resolution,Merged Ticket IDs,
        Primary Company,"Date entered ""New (Support Pipeline)\""",Date entered 'Closed (Support Pipeline)'""",
    "salesforce_cases": """Case Number,Subject,Status,Priority,Account Name,Contact: Email,Case Owner,Case Origin,
        Date/Time Opened,Date/Time Closed,Age (Hours)""",
    "zoho_desk_tickets": """Ticket Id,Request Id,Ticket Owner,Agent Name,Subject,Status (Ticket),Priority (Ticket),Channel,
        Category,Created Time,Ticket Closed Time,Resolution Time in Business Hours,First Response Time in Business Hours,
        SLA Violation Type,Number of Reopen,Number of Reassign,Is Escalated,Happiness Rating""",
    "frappe_helpdesk_tickets": """ID,Subject,Raised By (Email),Status,Priority,Team,SLA Status,First Response Time,
        First Responded On,Opening Date,Opening Time,Resolution Date,Resolution Time,Contact,Customer,Rating,Ticket Merged,
        Response By,Resolution By""",
}


def names_in(text: str) -> tuple[str, ...]:
    """The names of a header row that is written on several lines."""
    joined = "".join(line.strip() for line in text.splitlines())
    return tuple(next(csv.reader(io.StringIO(joined))))


def table_of(path: Path, folder: Path) -> Table:
    """The table in an example; what has to be unpacked stays in the folder."""
    member = members(path, folder)[0]
    return find_table(plain_text(member.path, folder).path, is_sheet=member.is_sheet)


def table_with(header: Iterable[str]) -> Table:
    """A table with that header, for what looks at nothing else."""
    return Table(Path("tickets.csv"), ",", 0, 2, tuple(header), is_plain_above=True)


def without(table: Table, names: Iterable[str]) -> Table:
    """The same table without columns of these names."""
    left = set(names)
    return replace(table, header=tuple(name for name in table.header if name not in left))


def indispensable(preset: Preset, table: Table) -> set[str]:
    """Names of the columns without which nobody could tell what the file is, or read it."""
    needed = [source.tokens for name, source in preset.columns.items() if name in ("ticket_id", "created_at")]
    tokens = {next(one for one in names if one in table.tokens) for names in needed}
    tokens |= set(sorted(preset.signature & set(table.tokens))[: preset.signature_needs])
    return {name for name, one in zip(table.header, table.tokens, strict=True) if one in tokens}
