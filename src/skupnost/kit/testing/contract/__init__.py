"""The contract suite: what every connector promises, tried on each of them.

A connector passes with three things: a simulator that keeps the network's own limits and errors,
ports that raise the six errors of `kit.errors` and no other, and a `scorecard.toml`. Where the
suite guesses wrong, `tests/contract.py` in the connector's folder says better
(`skupnost.kit.testing.case`).

What the suite expects of a simulator: any credentials open an account, those beginning with
`expired` open none and after `kit.simulation.revoke_all` none do (`kit.simulation.guest` does all
that); `posts()` tells every live post, a thread as several; new posts show in lists only
`scene.visible_after_seconds` later; addresses begin with `scene.public_base`.
"""

from skupnost.kit.testing.contract.corpus import *
from skupnost.kit.testing.contract.declared import *
from skupnost.kit.testing.contract.errors import *
from skupnost.kit.testing.contract.feeds import *
from skupnost.kit.testing.contract.limits import *
from skupnost.kit.testing.contract.measuring import *
from skupnost.kit.testing.contract.once import *
from skupnost.kit.testing.contract.reading import *
from skupnost.kit.testing.contract.secrecy import *
