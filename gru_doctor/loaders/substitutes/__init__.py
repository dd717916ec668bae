"""The few names that cells use of packages beside the frameworks, for where a package is not installed.

One file a package, with a `surface()`: public module name -> the names in it. A new file is all that a new
package takes.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from gru_doctor.loaders.standins.facade import Surface

MODULES = frozenset(module.name for module in pkgutil.iter_modules(__path__))


def surface_of(package: str) -> Surface:
    """What stands in for a package of MODULES."""
    surface: Surface = import_module(f"{__name__}.{package}").surface()
    return surface
