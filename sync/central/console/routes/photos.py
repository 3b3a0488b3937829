"""Photos and papers for the eye: opened for one answer, kept nowhere."""

from __future__ import annotations

from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.records import CopyWords, Photo, PhotoLayer
from inspector.records.file_endings import ending_of
from sync.central.console.cases import Case, Cases
from sync.central.console.pages import page
from sync.central.console.photos import MEDIA_TYPES, Pictures, Times
from sync.central.console.visitors import CaseReader, Exporter, Visitor
from sync.central.reading import object_pieces

router = APIRouter(prefix="/cases/{device}/{inspection}")


class _Found(NamedTuple):
    case: Case
    photo: Photo
    place: int
    """In the case, from 0."""


@router.get("/photos/{photo}")
def looked_at(
    request: Request, visitor: CaseReader, device: str, inspection: str, photo: str, whole: bool = False
) -> Response:
    """Show one photo large, with its proof read anew, its times and its neighbours."""
    case, shown, place = _find(request, device, inspection, photo)
    visitor.tell("photo.looked_at", device=device, inspection=inspection, photo=photo, sha256=shown.sha256)
    times: Times = request.app.state.times
    photos = case.dossier.photos
    return page(
        request,
        "photo.html",
        account=visitor.account,
        case=case,
        photo=shown,
        number=place + 1,
        count=len(photos),
        before=photos[place - 1].id if place else None,
        after=photos[place + 1].id if place + 1 < len(photos) else None,
        proof=_proof(request, case, shown),
        layers=case.layers_of(photo),
        times=times.of(device, photo),
        item=next((item for item in case.dossier.items if item.id == shown.item_id), None),
        officers={officer.id: officer.name for officer in case.dossier.officers},
        place=f"{device}/{inspection}",
        mark=visitor.mark(photo),
        whole=whole,
    )


@router.get("/photos/{photo}/small.jpg")
def small(
    request: Request, visitor: CaseReader, device: str, inspection: str, photo: str, mark: str = ""
) -> Response:
    """Give the small picture; who opened the inspection is on the trail already."""
    found = _find(request, device, inspection, photo)
    _tell_unless(visitor, found, is_told=visitor.has_mark(mark, inspection))
    return _jpeg(_pictures(request).small(device, found.photo))


@router.get("/photos/{photo}/large.jpg")
def large(
    request: Request, visitor: CaseReader, device: str, inspection: str, photo: str, mark: str = ""
) -> Response:
    """Give the picture as the page shows it."""
    found = _find(request, device, inspection, photo)
    _tell_unless(visitor, found, is_told=visitor.has_mark(mark, photo))
    return _jpeg(_pictures(request).large(device, found.photo))


@router.get("/photos/{photo}/marked.jpg")
def marked(
    request: Request, visitor: CaseReader, device: str, inspection: str, photo: str, mark: str = ""
) -> Response:
    """Give a copy with the officers' marks, which says that it is one."""
    found = _find(request, device, inspection, photo)
    layers = found.case.layers_of(photo)
    if not layers:
        raise InputError("console.no_case")
    _tell_unless(visitor, found, is_told=visitor.has_mark(mark, photo))
    words = _words(found, layers, visitor)
    return _jpeg(_pictures(request).marked(device, found.photo, layers, words))


@router.get("/photos/{photo}/original")
def original(request: Request, visitor: Exporter, device: str, inspection: str, photo: str) -> Response:
    """Hand out the original to the byte, as a file: no browser draws a stranger's bytes on our page."""
    found = _find(request, device, inspection, photo)
    content = _pictures(request).original(device, found.photo)
    visitor.tell(
        "photo.taken_out", device=device, inspection=inspection, photo=photo, sha256=found.photo.sha256
    )
    kind = found.photo.media_type if found.photo.media_type in MEDIA_TYPES else "application/octet-stream"
    name = f"photo-{found.place + 1:04}-{found.photo.sha256[:8]}.{ending_of(kind)}"
    return Response(
        content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@router.get("/recordings/{recording}")
def recording_original(
    request: Request, visitor: Exporter, device: str, inspection: str, recording: str
) -> Response:
    """Hand out a recording to the byte, read and proved once before the first byte leaves: nobody plays it on our page."""
    cases: Cases = request.app.state.cases
    case = cases.case(device, inspection)
    shown = next((each for each in case.dossier.recordings if each.id == recording), None)
    if shown is None:
        raise InputError("console.no_case")
    for _ in object_pieces(visitor.centre, shown.id, device):
        pass  # raises where it is not whole
    if shown.id not in case.held:
        raise InputError("bundle.altered", place=f"object {shown.id}", why="sha256")
    visitor.tell(
        "recording.taken_out", device=device, inspection=inspection, recording=recording, sha256=shown.sha256
    )
    name = f"recording-{shown.sha256[:8]}.{ending_of(shown.media_type)}"
    return StreamingResponse(
        object_pieces(visitor.centre, shown.id, device),
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(shown.size)},
    )


@router.get("/notices/{notice}.pdf")
def notice_pdf(request: Request, visitor: CaseReader, device: str, inspection: str, notice: str) -> Response:
    """Show an issued paper as it was sealed, verified against the hash of its own record."""
    import hashlib

    cases: Cases = request.app.state.cases
    case = cases.case(device, inspection)
    shown = next((each for each in case.dossier.notices if each.id == notice), None)
    if shown is None:
        raise InputError("console.no_case")
    content = b"".join(object_pieces(visitor.centre, shown.pdf_object_id, device))
    if hashlib.sha256(content).hexdigest() != shown.pdf_sha256:
        raise InputError("bundle.altered", place=f"object {shown.pdf_object_id}", why="sha256")
    visitor.tell(
        "notice.opened", device=device, inspection=inspection, notice=notice, sha256=shown.pdf_sha256
    )
    name = f"form-{shown.form if shown.form.isdecimal() else '0'}-{shown.pdf_sha256[:8]}.pdf"
    return Response(
        content, media_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _tell_unless(visitor: Visitor, found: _Found, *, is_told: bool) -> None:
    """Tell of a picture whose address no page of this session gave: nobody looks past the trail."""
    if not is_told:
        of = {"device": found.case.device, "inspection": found.case.dossier.inspection.id}
        visitor.tell("photo.looked_at", **of, photo=found.photo.id, sha256=found.photo.sha256)


def _find(request: Request, device: str, inspection: str, photo: str) -> _Found:
    cases: Cases = request.app.state.cases
    case = cases.case(device, inspection)
    for place, each in enumerate(case.dossier.photos):
        if each.id == photo:
            return _Found(case, each, place)
    raise InputError("console.no_case")


def _pictures(request: Request) -> Pictures:
    pictures: Pictures = request.app.state.pictures
    return pictures


def _proof(request: Request, case: Case, photo: Photo) -> str:
    """Read the original now and tell how it stands: "intact", "altered" or "lost"."""
    if photo.id not in case.held:
        return "lost"
    try:
        _pictures(request).original(case.device, photo)
    except InputError:
        return "altered"
    return "intact"


def _words(found: _Found, layers: tuple[PhotoLayer, ...], visitor: Visitor) -> CopyWords:
    about, photo = found.case.dossier.inspection, found.photo
    now = visitor.centre.clock.now().wall.astimezone(CHINA)
    taken = photo.arrived.astimezone(CHINA)
    marks = sum(len(layer.marks) for layer in layers)
    return CopyWords(
        lines=(
            f"副本 · 不是原件 · {about.hall} {about.booth} 照片 {found.place + 1} · 收到 {taken:%Y-%m-%d %H:%M:%S}",
            f"原件 SHA-256 {photo.sha256}",
            f"标注 {marks} 处 · {visitor.account.name} 于 {now:%Y-%m-%d %H:%M} 在中心端查看",
        ),
        original_sha256=photo.sha256,
        description=f"副本，不是原件。原件 SHA-256：{photo.sha256}。 A copy, not the original.",
    )


def _jpeg(content: bytes) -> Response:
    return Response(content, media_type="image/jpeg")
