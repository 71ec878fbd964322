"""Who may leave: :func:`churn` of a survey with customers and the days on which they left.

``panel`` is customers by quarter with what was known of each (``traits``, ``complaints``, ``purchases``, ``answers``) when it
began; ``cells`` counts those that are alike; ``risk`` is the model, ``heldout`` its test on later quarters, ``accuracy``,
``calibration`` and ``lift`` what came of it; ``ahead`` the next quarter, ``drivers`` what goes together with leaving;
``observed`` the plain rates, ``signs`` what could be seen before people left.
"""

from csatreport.measure.churn.analysis import churn

__all__ = ["churn"]
