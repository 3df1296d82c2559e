"""What the office's Python loader activates: puts the package on the path and serves the engine as a UNO job."""

import sys
from pathlib import Path

import unohelper
from com.sun.star.task import XJob

_ROOT = str(Path(__file__).resolve().parents[4])
if _ROOT not in sys.path:
    sys.path.append(_ROOT)
sys.dont_write_bytecode = True

from lam.envs.libreoffice.inside.engine import Engine  # noqa: E402


class EngineJob(unohelper.Base, XJob):
    """`execute(({Name: "request", Value: JSON}))` -> JSON."""

    def __init__(self, context):
        self.engine = Engine(context)

    def execute(self, arguments):
        return self.engine.handle(arguments[0].Value)


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 (the name that the loader looks for)
g_ImplementationHelper.addImplementation(EngineJob, "lam.Engine", ("lam.Engine",))
