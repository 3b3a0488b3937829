"""The inspection workspace: one stand from arrival to seal."""

from ui.desktop.screens.inspection.steps import Step
from ui.desktop.screens.inspection.view import InspectionScreen

__all__ = ["InspectionScreen", "Step"]
