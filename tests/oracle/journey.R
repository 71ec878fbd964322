# Reference numbers of R's survey package for tests/test_measure_journey.py.
#
#   Rscript tests/oracle/journey.R tests/oracle/journey.csv > tests/oracle/journey_r.csv
#
# journey.csv: 160 made-up answers of a stratified cluster sample to three stages.
suppressPackageStartupMessages(library(survey))
data <- read.csv(commandArgs(trailingOnly = TRUE)[1])
data$satisfied <- as.numeric(data$overall >= 4)
cat("quantity,value\n")
tell <- function(name, x) cat(sprintf("%s,%.17g\n", name, as.numeric(x)))
for (s in c("join", "use", "help")) {
  data$used <- data[[paste0("used_", s)]]
  data$failed <- data[[paste0("failed_", s)]] * data$used
  data$rated <- data[[paste0("stage_", s)]]
  d <- svydesign(~cluster, strata = ~stratum, weights = ~weight, data = data, nest = TRUE)
  for (n in c("used", "failed")) {
    m <- svymean(reformulate(n), d, na.rm = TRUE)
    tell(paste(s, c(used = "volume", failed = "pain")[[n]], sep = "."), m)
    tell(paste(s, c(used = "volume_se", failed = "pain_se")[[n]], sep = "."), SE(m))
  }
  users <- subset(d, used == 1)
  m <- svymean(~failed, users)
  tell(paste0(s, ".failure"), m)
  tell(paste0(s, ".failure_se"), SE(m))
  g <- svyglm(satisfied ~ failed, subset(users, !is.na(satisfied)))
  tell(paste0(s, ".damage"), coef(g)[["failed"]])
  tell(paste0(s, ".damage_se"), SE(g)[["failed"]])
  pairs <- data[!is.na(data$rated) & !is.na(data$overall), ]
  r <- cov.wt(pairs[, c("rated", "overall")], pairs$weight, cor = TRUE)$cor[1, 2]
  tell(paste0(s, ".together"), r)
}
