"""Learning from the user's corrections: proposals, and what would come of them. Pure."""

from tray_router.routing.tune.proposals import AddKeyword, MovePrior, Outcome, Proposal, Tally, Tuning, tuned
from tray_router.routing.tune.search import tune
from tray_router.routing.tune.yardstick import YARDSTICK

__all__ = ["YARDSTICK", "AddKeyword", "MovePrior", "Outcome", "Proposal", "Tally", "Tuning", "tune", "tuned"]
