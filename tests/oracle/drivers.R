# Reference numbers of R for tests/test_measure_drivers_*.py: regressions for a survey with strata, clusters and weights.
#
#   Rscript tests/oracle/drivers.R tests/oracle/drivers.csv tests/oracle/drivers_r.csv
#
# drivers.csv is written by tests/oracle/drivers_data.py.
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1])
rows <- list()
tell <- function(case, quantity, value) {
  rows[[length(rows) + 1]] <<- data.frame(case, quantity, value = sprintf("%.17g", as.numeric(value)))
}
tell_all <- function(case, kind, values) for (n in names(values)) tell(case, paste0(kind, "_", n), values[[n]])
drivers <- c("a", "b", "c", "d")
linear <- reformulate(drivers, "y")
share <- reformulate(drivers, "satisfied")
design <- svydesign(~cluster, strata = ~stratum, weights = ~w, data = data, nest = TRUE)
fit <- svyglm(linear, design)
tell_all("svyglm_linear", "slope", coef(fit)[drivers])
tell_all("svyglm_linear", "se", SE(fit)[drivers])
fine <- glm.control(epsilon = 1e-14, maxit = 100)
logit <- svyglm(share, design, family = quasibinomial(), control = fine)
tell_all("svyglm_logistic", "slope", coef(logit)[drivers])
tell_all("svyglm_logistic", "se", SE(logit)[drivers])
plain <- glm(share, data, family = binomial(), control = fine)
tell_all("glm", "slope", coef(plain)[drivers])
tell("glm", "deviance", deviance(plain))
tell("glm", "null", plain$null.deviance)
tell("glm", "mcfadden", 1 - deviance(plain) / plain$null.deviance)
least <- lm(linear, data, weights = w)
tell_all("lm", "slope", coef(least)[drivers])
tell("lm", "r_squared", summary(least)$r.squared)
for (n in drivers) {
  other <- lm(reformulate(setdiff(drivers, n), n), data)
  tell("vif", n, 1 / (1 - summary(other)$r.squared))
}
write.csv(do.call(rbind, rows), arguments[2], row.names = FALSE, quote = FALSE)
