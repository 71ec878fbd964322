# Reference numbers of R's survey package for tests/test_measure_demands.py: means of differences on tests/oracle/journey.csv,
# where `overall` stands for a rating and `stage_use` for what is wanted.
#
#   Rscript tests/oracle/demands.R tests/oracle/journey.csv > tests/oracle/demands_r.csv
suppressPackageStartupMessages(library(survey))
data <- read.csv(commandArgs(trailingOnly = TRUE)[1])
data$gap <- 25 * (data$overall - data$stage_use)
d <- svydesign(~cluster, strata = ~stratum, weights = ~weight, data = data, nest = TRUE)
m <- svymean(~gap, d, na.rm = TRUE)
ci <- confint(m, df = degf(d))
cat("quantity,value\n")
cat(sprintf("%s,%.17g\n", c("gap", "se", "low", "high", "p"), c(coef(m), SE(m), ci[1], ci[2], 2 * pt(-abs(coef(m) / SE(m)), degf(d)))), sep = "")
