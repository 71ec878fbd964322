"""One branch (brand, region, line) among its peers: what its own page says."""

from csatreport.compare.branch.own import Branch, branch
from csatreport.compare.branch.peers import Peers, peers
from csatreport.compare.branch.todo import Todo

__all__ = ["Branch", "Peers", "Todo", "branch", "peers"]
