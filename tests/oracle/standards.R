# Reference numbers of R's survey package for tests/test_measure_standards.py.
#
#   Rscript tests/oracle/standards.R tests/oracle/standards_data.csv tests/oracle/standards_r.csv
#
# The data are invented: 40 visits to eight branches, six checks of each visit.
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1])
rows <- list()
tell <- function(case, quantity, value) {
  rows[[length(rows) + 1]] <<- data.frame(case, quantity, value = sprintf("%.17g", as.numeric(value)))
}
design <- svydesign(~of, weights = ~1, data = data)
share <- function(case, part) {
  found <- svyciprop(~passed, part, method = "logit", df = degf(design))
  tell(case, "value", coef(found)); tell(case, "se", SE(found))
  tell(case, "low", confint(found)[1]); tell(case, "high", confint(found)[2])
}
share("all", design)
for (s in unique(data$standard)) if (mean(data$passed[data$standard == s]) < 1) share(s, subset(design, standard == s))
for (d in unique(data$department)) share(d, subset(design, department == d))
tell("design", "df", degf(design))
both <- cor.test(data$u[1:24], data$v[1:24])
tell("correlation", "value", both$estimate); tell("correlation", "p", both$p.value)
tell("correlation", "low", both$conf.int[1]); tell("correlation", "high", both$conf.int[2])
write.csv(do.call(rbind, rows), arguments[2], row.names = FALSE, quote = FALSE)
