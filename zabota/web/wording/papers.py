"""Papers as a file: the PDFs of a list in one archive."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from zabota.domain.papers.models import Paper
from zabota.domain.papers.operations.packing import paper_file_name
from zabota.kit.zipping import zip_pieces


def zip_of_papers(rows: QuerySet[Any], *, at: datetime) -> StreamingHttpResponse:
    """The PDFs of the papers, one after the other, while they are read."""
    whole_rows = (
        Paper.objects.filter(pk__in=rows.values("pk")).defer("content").order_by("on", "pk")
    )
    files = ((paper_file_name(one), bytes(one.pdf)) for one in whole_rows.iterator(50))
    answer = StreamingHttpResponse(zip_pieces(files, at=at), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="papers.zip"'
    return answer
