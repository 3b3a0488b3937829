"""The inspection workspace: one stand from arrival to seal. It is whole in `view`; its parts serve other screens, too."""

from ui.desktop.screens.inspection.steps import Step

__all__ = ["Step"]
