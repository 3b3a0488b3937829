"""Intake of a carried folder: enrolments, then bundles in order; answers go back on the same stick."""

from __future__ import annotations

from pathlib import Path

from inspector.canonical import Json
from inspector.durable import write_file
from inspector.errors import InputError, InspectorError, SystemFault
from sync.bundle import BundleFile
from sync.bundle.volumes import LIST
from sync.central.accepting import accept, refusal
from sync.central.centre import Centre
from sync.central.enrolling import enrol_device
from sync.central.feed_pages import answer
from sync.central.receiving import announce, put_part, whole_after
from sync.statement import STATEMENT_LIMIT, content_of
from sync.transport.folder import FEED, FEED_REQUEST, IN, OUT
from sync.transport.stick import NO_ROOM


def take_in_folder(data: Path, folder: Path) -> dict[str, Json]:
    """Take in what lies in `IPB-OUT` and write receipts and refusals to `IPB-IN`; removes nothing.

    Returns lists by outcome: `enrolled` devices, `accepted` bundles with their number of objects,
    `waiting` bundles, devices `told` what the feed has for them, `refused` files and `unanswered` ones (taken in, but the stick did not take the
    answer: it is given again next time), both with `code`, `zh`, `en`. One bad file never stops the others.

    Raises:
        InputError: `central.no_folder`.
        SystemFault: `transport.stick` if the folder cannot be written; `central.*`.
    """
    outcomes = ("enrolled", "accepted", "waiting", "told", "refused", "unanswered")
    result: dict[str, list[Json]] = {outcome: [] for outcome in outcomes}
    if not folder.is_dir():
        raise InputError("central.no_folder", folder=folder)
    answers = folder / IN
    try:
        answers.mkdir(exist_ok=True)
    except OSError as error:
        raise _unreadable(error) from error
    with Centre(data) as centre:
        for request in _files(folder / OUT, ".enrol"):
            _enrol(centre, request, answers, result)
        files = [*_files(folder / OUT, ".ipb"), *_files(folder / OUT, ".ipb" + LIST)]
        for path in _in_order(files, result):
            _take_in(centre, path, answers, result)
        _take_in_waiting(centre, answers, result)
        for request in _files(folder / OUT, FEED_REQUEST):
            _tell(centre, request, answers, result)
    return {outcome: list(found) for outcome, found in result.items()}


def _enrol(centre: Centre, request: Path, answers: Path, result: dict[str, list[Json]]) -> None:
    try:
        if request.stat().st_size > STATEMENT_LIMIT:
            raise InputError("enrol.not_a_request")
        answer = enrol_device(centre, request.read_bytes())
    except InputError as error:
        result["refused"].append(_refused(request, error))
        return
    except OSError as error:
        result["refused"].append(_refused(request, _unreadable(error, request.name)))
        return
    device = str(content_of(answer)["device"])
    result["enrolled"].append(device)
    _answer(answers / f"{device}.enrolled", answer.encoded(), result)


def _tell(centre: Centre, request: Path, answers: Path, result: dict[str, list[Json]]) -> None:
    try:
        if request.stat().st_size > STATEMENT_LIMIT:
            raise InputError("feed.not_a_request")
        device, page = answer(centre, request.read_bytes())
    except InputError as error:
        result["refused"].append(_refused(request, error))
        return
    except OSError as error:
        result["refused"].append(_refused(request, _unreadable(error)))
        return
    if _answer(answers / f"{device}{FEED}", page, result):
        result["told"].append(device)


def _take_in(centre: Centre, path: Path, answers: Path, result: dict[str, list[Json]]) -> None:
    try:
        with BundleFile(path) as carried:
            bundle, device = carried.foot.bundle, carried.foot.device
            try:
                # the same way in as over the network, so there is only one to prove right
                missing = set(announce(centre, carried.end, caller=device).missing)
                for part in carried.foot.all_parts():
                    if part.number in missing:
                        _carry_in(centre, carried.part(part), carried, part.number)
                receipt = accept(centre, bundle, caller=device)
            except InputError as error:
                if error.code in {"bundle.waiting_previous", "bundle.incomplete"}:
                    result["waiting"].append(bundle)
                    return
                _answer(answers / f"{bundle}.refusal", refusal(centre, carried, error).encoded(), result)
                raise
            except SystemFault as fault:
                if fault.code != "central.busy":
                    raise
                result["waiting"].append(bundle)  # its device is being served: it lies here for the next time
                return
            result["accepted"].append({"bundle": bundle, "objects": len(carried.foot.objects)})
            if _answer(answers / f"{bundle}.receipt", receipt.encoded(), result):
                (answers / f"{bundle}.refusal").unlink(missing_ok=True)
    except InputError as error:
        result["refused"].append(_refused(path, error))
    except OSError as error:
        result["refused"].append(_refused(path, _unreadable(error, path.name)))


def _take_in_waiting(centre: Centre, answers: Path, result: dict[str, list[Json]]) -> None:
    """Take in what came whole on an earlier stick and waited for one that came today; its receipt goes back on this one."""
    accepted = [str(each["bundle"]) for each in result["accepted"] if isinstance(each, dict)]
    for bundle, device in whole_after(centre, accepted):
        try:
            receipt = accept(centre, bundle, caller=device)
        except InputError:
            continue  # its own stick tells why
        except SystemFault as fault:
            if fault.code != "central.busy":
                raise
            continue
        objects = content_of(receipt)["objects"]
        result["accepted"].append(
            {"bundle": bundle, "objects": len(objects) if isinstance(objects, list) else 0}
        )
        _answer(answers / f"{bundle}.receipt", receipt.encoded(), result)
        result["waiting"] = [each for each in result["waiting"] if each != bundle]


def _answer(path: Path, content: bytes, result: dict[str, list[Json]]) -> bool:
    """Write an answer to the stick; a full stick takes nothing back of what was taken in."""
    try:
        write_file(path, content)
    except OSError as error:
        fault = (
            SystemFault("transport.stick_full", missing_mb=1)
            if error.errno in NO_ROOM
            else _unreadable(error, path.name)
        )
        result["unanswered"].append(_refused(path, fault))
        return False
    return True


def _unreadable(error: OSError, file: str = "") -> SystemFault:
    return SystemFault("transport.stick", file=file, why=error.strerror or "")


def _carry_in(centre: Centre, content: bytes, carried: BundleFile, number: int) -> None:
    try:
        put_part(centre, carried.foot.bundle, number, content, caller=carried.foot.device)
    except InputError as error:
        if error.code != "part.digest":
            raise
        place = next(part.place for part in carried.foot.all_parts() if part.number == number)
        raise InputError("bundle.altered", place=place, why="") from error


def _in_order(paths: list[Path], result: dict[str, list[Json]]) -> list[Path]:
    """Sort by device and sequence, so that a stick with several bundles is taken in at once."""
    found = []
    for path in paths:
        try:
            with BundleFile(path) as carried:
                found.append((carried.foot.device, carried.foot.epoch, carried.foot.sequence, path))
        except InputError as error:
            result["refused"].append(_refused(path, error))
        except OSError as error:
            result["refused"].append(_refused(path, _unreadable(error, path.name)))
    return [path for *_, path in sorted(found)]


def _files(folder: Path, suffix: str) -> list[Path]:
    """List plain files only: a link on a stick may point anywhere."""
    return sorted(p for p in folder.glob(f"*{suffix}") if p.is_file() and not p.is_symlink())


def _refused(path: Path, error: InspectorError) -> Json:
    return {
        "file": path.name,
        "code": error.code,
        "zh": error.sentence("zh"),
        "en": error.sentence("en"),
    }
