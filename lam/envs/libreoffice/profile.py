"""A private user profile per office: macros off, no network, no recovery, no pop-ups. A warmed template is copied, which saves seconds."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_OFFICE = "/org.openoffice.Office."
Setting = tuple[str, str, str]
"""(path, property, value)"""
SETTINGS: tuple[Setting, ...] = (
    (_OFFICE + "Common/Security/Scripting", "MacroSecurityLevel", "3"),
    (_OFFICE + "Common/Security/Scripting", "DisableMacrosExecution", "true"),
    (_OFFICE + "Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    (_OFFICE + "Common/Misc", "FirstRun", "false"),
    (_OFFICE + "Common/Misc", "ShowTipOfTheDay", "false"),
    (_OFFICE + "Common/Misc", "UseLocking", "false"),
    (_OFFICE + "Common/Misc", "CollectUsageInformation", "false"),
    (_OFFICE + "Common/Misc", "CrashReport", "false"),
    (_OFFICE + "Common/Save/Document", "AutoSave", "false"),
    (_OFFICE + "Common/Save/Document", "WarnAlienFormat", "false"),
    (_OFFICE + "Common/Save/Document", "CreateBackup", "false"),
    (_OFFICE + "Common/Save/Document", "LoadPrinter", "false"),
    (_OFFICE + "Common/Help/Tips", "Enabled", "false"),
    (_OFFICE + "Recovery/RecoveryInfo", "Enabled", "false"),
    (_OFFICE + "Recovery/RecoveryInfo", "Crashed", "false"),
    (_OFFICE + "Recovery/AutoSave", "Enabled", "false"),
    # What a person's hand would type is what arrives.
    *(
        (_OFFICE + "Common/AutoCorrect", name, "false")
        for name in ("CapitalAtStartSentence", "TwoCapitalsAtStart", "ReplaceDoubleQuote", "SetInetAttr")
    ),
    *((_OFFICE + "Common/AutoCorrect", name, "false") for name in ("UseReplacementTable", "SetDash", "ChangeUnderlineWeight", "SetDOIAttr")),
    (_OFFICE + "Writer/AutoFunction/Format/ByInput", "Enable", "false"),
    (_OFFICE + "Writer/AutoFunction/Completion", "Enable", "false"),
    (_OFFICE + "Calc/Input", "AutoInput", "false"),
    (_OFFICE + "Writer/Content/Update", "Link", "0"),
    (_OFFICE + "Calc/Content/Update", "Link", "2"),
    (_OFFICE + "Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    (_OFFICE + "Impress/Misc/Start", "EnableSdremote", "false"),
    (_OFFICE + "Impress/Misc", "AutoPilot", "false"),
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    ("/org.openoffice.Setup/Office", "LastCompatibilityCheckID", "lam"),
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", "99.9"),
    # All connections go to a closed port of this machine: documents cannot reach the network.
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)
ALL_SCRIPTS: tuple[Setting, ...] = (
    *(
        (_OFFICE + "Common/I18N/CJK", name, "true")
        for name in ("CJKFont", "VerticalText", "AsianTypography", "JapaneseFind", "Ruby", "ChangeCaseMap", "DoubleLines")
    ),
    (_OFFICE + "Common/I18N/CTL", "CTLFont", "true"),
)
"""Asian and complex scripts: pages and fields of dialogs that an office for western languages leaves out."""


def registry(more: Sequence[Setting] = ()) -> str:
    """The text of `registrymodifications.xcu` with the settings above and `more` of them."""
    items = "\n".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop></item>'
        for path, name, value in (*SETTINGS, *more)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{items}\n</oor:items>\n"
    )


def template_dir(soffice: Path, more: Sequence[Setting] = ()) -> Path:
    """Where the warmed template for this office and these settings is kept."""
    key = hashlib.sha256(f"{soffice}:{soffice.stat().st_mtime_ns}:{registry(more)}".encode()).hexdigest()[:12]
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lam" / f"libreoffice-{key}"


def create(profile: Path, soffice: Path, more: Sequence[Setting] = ()) -> bool:
    """Make a fresh profile at `profile`: a copy of the warmed template, else the bare settings. True when it was warm."""
    template = template_dir(soffice, more)
    if (template / "user").is_dir():
        shutil.copytree(template, profile, dirs_exist_ok=True)
        return True
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(registry(more), encoding="utf-8")
    return False


def keep_as_template(profile: Path, soffice: Path, more: Sequence[Setting] = ()) -> None:
    """Keep a profile that an office has completed as the template; the first of several at once wins."""
    template = template_dir(soffice, more)
    if template.exists():
        return
    draft = template.with_name(f"{template.name}.{os.getpid()}")
    shutil.copytree(profile, draft, ignore=shutil.ignore_patterns(".lock", "backup", "crash", "*.tmp", "temp"))
    try:
        draft.rename(template)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
