# Reference numbers of R's survey package for tests/test_measure_distribution.py and tests/test_measure_correlation.py.
#
#   Rscript tests/oracle/distribution.R REFERENCE_FOLDER SFO_FOLDER > tests/oracle/distribution_r.csv
#
# REFERENCE_FOLDER holds apistrat.csv and apiclus1.csv, SFO_FOLDER the SFO survey of 2016.
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
strat <- read.csv(file.path(arguments[1], "apistrat.csv"))
clus <- read.csv(file.path(arguments[1], "apiclus1.csv"))
designs <- list(
  apistrat = svydesign(~1, strata = ~stype, weights = ~pw, data = strat, fpc = ~fpc),
  apiclus1 = svydesign(~dnum, weights = ~pw, data = clus, fpc = ~fpc)
)
cat("case,quantity,value\n")
tell <- function(case, quantity, value) cat(sprintf("%s,%s,%.17g\n", case, quantity, as.numeric(value)), sep = "")
correlated <- function(case, design, a, b) {
  v <- svyvar(reformulate(c(a, b)), design)
  names(dimnames(v)) <- NULL
  m <- as.matrix(v)[1:2, 1:2]
  # delta method on the three moments that svyvar estimates together
  V <- attr(v, "var")[c(1, 2, 4), c(1, 2, 4)]
  r <- m[1, 2] / sqrt(m[1, 1] * m[2, 2])
  g <- c(-r / (2 * m[1, 1]), 1 / sqrt(m[1, 1] * m[2, 2]), -r / (2 * m[2, 2]))
  tell(case, paste("correlation", a, b, sep = "."), r)
  tell(case, paste("correlation_se", a, b, sep = "."), sqrt(t(g) %*% V %*% g))
}
for (case in names(designs)) {
  d <- designs[[case]]
  for (item in c("api00", "api99", "ell", "meals")) {
    v <- svyvar(reformulate(item), d)
    tell(case, paste0("variance.", item), coef(v))
    tell(case, paste0("variance_se.", item), SE(v))
    for (p in c(0.25, 0.5, 0.9)) {
      q <- svyquantile(reformulate(item), d, p, interval.type = "mean", qrule = "math")[[1]]
      tell(case, paste("quantile", p, item, sep = "."), q[1, "quantile"])
      tell(case, paste("woodruff_low", p, item, sep = "."), q[1, 2])
      tell(case, paste("woodruff_high", p, item, sep = "."), q[1, 3])
      # the ends of the pointwise t intervals of the distribution function, inverted
      x <- sort(unique(d$variables[[item]]))
      ends <- t(sapply(x, function(v) {
        m <- svymean(as.numeric(d$variables[[item]] <= v), d)
        coef(m) + c(-1, 1) * qt(0.975, degf(d)) * as.numeric(SE(m))
      }))
      tell(case, paste("low", p, item, sep = "."), x[which(ends[, 2] >= p - 1e-12)[1]])
      tell(case, paste("high", p, item, sep = "."), x[which(ends[, 1] >= p - 1e-12)[1]])
    }
  }
  s <- svymean(~stype, d)
  for (n in names(coef(s))) {
    tell(case, paste0("share.", n), coef(s)[n])
    tell(case, paste0("share_se.", n), SE(s)[n])
  }
  correlated(case, d, "api00", "api99")
  correlated(case, d, "api00", "meals")
  correlated(case, d, "ell", "meals")
}

# SFO 2016: ratings of the airport as a whole and of its restaurants, with delivered weights, clustered by flight
sfo <- read.csv(file.path(arguments[2], "2016_SFO_Customer_Survey.csv"), fileEncoding = "latin1")
for (item in c("Q7ALL", "Q7FOOD")) sfo[[item]] <- ifelse(sfo[[item]] %in% 1:5, sfo[[item]], NA)
d <- svydesign(~RUNID, weights = ~WEIGHT, data = sfo)
whole <- subset(d, !is.na(Q7ALL))
s <- svymean(~factor(Q7ALL), whole)
table <- svytable(~Q7ALL, whole)
for (i in seq_along(coef(s))) {
  tell("sfo", paste0("share.", i), coef(s)[i])
  tell("sfo", paste0("share_se.", i), SE(s)[i])
  tell("sfo", paste0("table.", i), table[i] / sum(table))
}
v <- svyvar(~Q7ALL, whole)
tell("sfo", "variance.Q7ALL", coef(v))
tell("sfo", "variance_se.Q7ALL", SE(v))
for (p in c(0.25, 0.5, 0.75)) tell("sfo", paste0("quantile.", p), svyquantile(~Q7ALL, whole, p, ci = FALSE)[[1]])
correlated("sfo", subset(d, !is.na(Q7ALL) & !is.na(Q7FOOD)), "Q7ALL", "Q7FOOD")
