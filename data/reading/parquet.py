"""What do the rows of a parquet file say, as CSV text?"""

import errno
import os
from pathlib import Path

import duckdb

from data.reading.files import UnreadableError, new_file, pattern_free
from data.sql import name, quoted

_NESTED = ("STRUCT", "MAP", "UNION", "JSON", "VARIANT")


def parquet_text(path: Path, folder: Path) -> Path:
    """A CSV file in UTF-8 in the folder: times with a zone in UTC with their offset, lists as JSON, nulls and NaN empty.

    Raises UnreadableError.
    """
    with new_file(folder) as file:
        target = Path(file.name)
        connection = duckdb.connect()
        try:
            connection.execute("set threads = 2; set memory_limit = '1GB'; set global TimeZone = 'UTC'")
            connection.execute(f"set temp_directory = {quoted(str(folder))}")
            source = f"read_parquet({quoted(pattern_free(path))}, hive_partitioning = false)"
            columns = connection.execute(f"describe select * from {source}").fetchall()
            listed = ", ".join(f"{_text(name(one[0]), one[1])} as {name(one[0])}" for one in columns)
            connection.execute(
                f"copy (select {listed} from {source}) to {quoted(str(target))} (format csv, header true, compression none)"
            )
        except duckdb.OutOfMemoryException:
            raise MemoryError from None
        except duckdb.Error as error:
            _raise_for_disk(str(error))
            raise UnreadableError(
                f"This parquet file is cut off or damaged ({str(error).splitlines()[0][:200]}). "
                "Export or copy it again, or export the data as CSV."
            ) from None
        finally:
            connection.close()
    return target


def _text(column: str, type_name: str) -> str:
    """A SQL expression: the column as the text that a CSV export would have."""
    if type_name.endswith("]") or type_name.startswith(_NESTED):
        return f"cast(to_json({column}) as varchar)"
    if type_name == "BLOB":
        return f"coalesce(try(decode({column})), cast({column} as varchar))"
    if type_name in ("DOUBLE", "FLOAT"):  # ids become such numbers where some are missing
        is_whole = f"{column} = round({column}) and abs({column}) <= {2**53}"
        whole = f"cast(cast({column} as bigint) as varchar)"
        return f"case when isnan({column}) then null when {is_whole} then {whole} else cast({column} as varchar) end"
    if type_name in ("TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S"):
        return f"cast(cast({column} as timestamp) as varchar)"
    return f"cast({column} as varchar)"


def _raise_for_disk(message: str) -> None:
    """The error of the system, where there is no room for the text or it is larger than it may be."""
    for number in (errno.EFBIG, errno.ENOSPC):
        if os.strerror(number) in message:
            raise OSError(number, os.strerror(number)) from None
