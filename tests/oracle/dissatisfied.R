# Reference numbers of R's survey package for tests/test_measure_{dissatisfied,reasons,recovery,delighted}.py.
#
#   Rscript tests/oracle/dissatisfied.R tests/oracle/dissatisfied_data.csv tests/oracle/dissatisfied_r.csv
#
# The data are invented: 360 answers in 36 clusters of three strata, weights of 0.5 to 3.
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1], na.strings = "")
rows <- list()
tell <- function(case, quantity, value) {
  rows[[length(rows) + 1]] <<- data.frame(case, quantity, value = sprintf("%.17g", as.numeric(value)))
}

data$dissatisfied <- as.numeric(data$overall <= 2)
data$unsatisfied <- as.numeric(data$overall <= 3)
data$likely <- as.numeric(data$renew >= 4)
data$top_renew <- as.numeric(data$renew == 5)
data$top_speed <- as.numeric(data$speed == 5)
data$ending <- ifelse(data$complained == "no", "never", data$resolved)
data$very <- as.numeric(data$overall == 5)
data$is_satisfied <- as.numeric(data$overall == 4)
design <- svydesign(~cluster, strata = ~stratum, weights = ~weight, data = data)

# Shares in a mood
for (mood in c("dissatisfied", "unsatisfied")) {
  share <- svyciprop(reformulate(mood), design, method = "logit", df = degf(design))
  tell(mood, "value", coef(share)); tell(mood, "se", SE(share))
  tell(mood, "low", confint(share)[1]); tell(mood, "high", confint(share)[2])
}

# Reasons of those who are not satisfied; how far the first is ahead of the second
inside <- subset(design, overall <= 3)
named <- svymean(~reason_a + reason_b + reason_c + reason_other, inside)
for (name in names(coef(named))) {
  tell(name, "value", coef(named)[name]); tell(name, "se", SE(named)[match(name, names(coef(named)))])
}
lead <- svycontrast(named, list(lead = c(reason_a = 1, reason_b = -1)))
tell("lead", "value", coef(lead)); tell("lead", "se", SE(lead))

# An outcome after each ending against those who never complained
for (how in c("quickly", "slowly", "unsolved")) {
  both <- update(subset(design, ending %in% c("never", how)), complained = as.numeric(complained == "yes"))
  model <- svyglm(likely ~ complained, both)
  tell(how, "value", coef(model)["complained"]); tell(how, "se", SE(model)["complained"])
}

# The very satisfied against the satisfied
happy <- subset(design, overall >= 4)
model <- svyglm(top_speed ~ very, happy)
tell("lift", "value", coef(model)["very"]); tell("lift", "se", SE(model)["very"])

# The multiple: a ratio of two shares, each a ratio of totals, on the log scale
data2 <- transform(data, a = very * top_renew, b = is_satisfied * top_renew)
totals <- svytotal(~a + very + b + is_satisfied, svydesign(~cluster, strata = ~stratum, weights = ~weight, data = data2))
ratio <- svycontrast(totals, quote((a / very) / (b / is_satisfied)))
logged <- svycontrast(totals, quote(log((a / very) / (b / is_satisfied))))
tell("multiple", "value", coef(ratio)); tell("multiple", "se", SE(ratio)); tell("multiple", "se_log", SE(logged))
own <- svyratio(~a, ~very, svydesign(~cluster, strata = ~stratum, weights = ~weight, data = data2))
tell("certain", "value", coef(own)); tell("certain", "se", SE(own))
tell("design", "df", degf(design))
write.csv(do.call(rbind, rows), arguments[2], row.names = FALSE, quote = FALSE)
