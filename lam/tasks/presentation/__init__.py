"""Task families on presentations."""

from lam.tasks.base import Family
from lam.tasks.compose import Joined, PieceFamily
from lam.tasks.presentation.arrange import ARRANGE_FAMILIES
from lam.tasks.presentation.looks import LOOK_FAMILIES
from lam.tasks.presentation.objects import OBJECT_FAMILIES
from lam.tasks.presentation.slides import SLIDE_FAMILIES
from lam.tasks.presentation.texts import TEXT_FAMILIES

PIECES: tuple[PieceFamily, ...] = (*SLIDE_FAMILIES, *TEXT_FAMILIES, *LOOK_FAMILIES, *OBJECT_FAMILIES, *ARRANGE_FAMILIES)
FAMILIES: tuple[Family, ...] = (*PIECES, Joined("presentation", PIECES))
