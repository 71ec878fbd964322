# Reference numbers of R (base and survey) for tests/test_measure_value_{retention,matrix}.py.
#
#   Rscript tests/oracle/value.R tests/oracle/dissatisfied_data.csv tests/oracle/value_r.csv
#
# The answers are invented: 360 in 36 clusters of three strata. Money of a customer and his tier are made from his row number.
suppressPackageStartupMessages(library(survey))
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1], na.strings = "")
rows <- list()
tell <- function(case, quantity, value) {
  rows[[length(rows) + 1]] <<- data.frame(case, quantity, value = sprintf("%.17g", as.numeric(value)))
}

# Customers who left, of customer-years: the exact interval of the rate
for (left in c(0, 3, 27)) {
  found <- poisson.test(left, 181.5)
  tell(paste0("left", left), "low", exp(-found$conf.int[2])); tell(paste0("left", left), "high", exp(-found$conf.int[1]))
}

# Shares in each mood, and of money in each mood, by tier
data$row <- seq_len(nrow(data))
data$money <- 50 + (data$row * 37) %% 400
data$tier <- ifelse(data$money > 300, "high", "low")
data$satisfied <- as.numeric(data$overall >= 4)
data$neutral <- as.numeric(data$overall == 3)
data$dissatisfied <- as.numeric(data$overall <= 2)
design <- svydesign(~cluster, strata = ~stratum, weights = ~weight, data = data)
for (each in c("high", "low")) {
  inside <- subset(design, tier == each)
  for (mood in c("satisfied", "neutral", "dissatisfied")) {
    case <- paste(each, mood)
    share <- svymean(reformulate(mood), inside, na.rm = TRUE)
    tell(case, "share", coef(share)); tell(case, "share_se", SE(share))
    ends <- confint(svyciprop(reformulate(mood), inside, method = "logit", df = degf(design)))
    tell(case, "low", ends[1]); tell(case, "high", ends[2])
    part <- subset(inside, !is.na(overall))
    ratio <- svyratio(as.formula(paste0("~I(money * ", mood, ")")), ~money, part)
    tell(case, "money", coef(ratio)); tell(case, "money_se", SE(ratio))
  }
}
# A tier against everybody else
data$high <- as.numeric(data$tier == "high")
design <- update(design, high = data$high)
gap <- svyglm(satisfied ~ high, design)
tell("gap", "value", coef(gap)["high"]); tell("gap", "se", sqrt(vcov(gap)["high", "high"]))

write.csv(do.call(rbind, rows), arguments[2], row.names = FALSE, quote = FALSE)
