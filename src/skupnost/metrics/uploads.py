"""The file of a form: the one just chosen, or the one that was chosen before a question came up."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest
from django.utils.datastructures import MultiValueDict

from skupnost.channels.models import Channel
from skupnost.metrics import staging
from skupnost.metrics.forms import KEPT, WithFile
from skupnost.people.models import User


class FormFile:
    """The file of one request. Http404 where somebody sends a word that was not given to them."""

    def __init__(self, request: HttpRequest, field: str, channel: Channel) -> None:
        assert isinstance(request.user, User)
        self._user, self._channel, self._field = request.user, channel, field
        self._word = request.POST.get(KEPT, "")
        self._is_kept = not request.FILES.get(field)
        self.upload: UploadedFile[Any] | None = request.FILES.get(field)
        if self._word and self._is_kept:
            try:
                self.upload = staging.staged(self._word, user=self._user, channel=channel)
            except staging.NotYours as error:
                raise Http404 from error
        found = {field: [self.upload]} if self.upload else {}
        self.files: MultiValueDict[str, UploadedFile[Any]] = MultiValueDict(found)

    def settle(self, form: WithFile, *, is_done: bool) -> None:
        """Keep the file for the form's next try unless it is wrong itself; else it is gone."""
        if is_done or self._field in form.errors:
            self._end()
        elif found := self._wait():
            form.keep(found.word, found.name)

    def _wait(self) -> staging.Staged | None:
        """The file put aside, if it was not yet; None without any."""
        if self.upload is None:
            return None
        if self._word and self._is_kept:
            self.upload.close()
            return staging.Staged(self._word, self.upload.name or "")
        self._forget()
        return staging.stage(self.upload, user=self._user, channel=self._channel)

    def _end(self) -> None:
        """Nothing of it is kept any longer."""
        if self.upload is not None:
            self.upload.close()
        self._forget()

    def _forget(self) -> None:
        if self._word:
            staging.forget(self._word)
