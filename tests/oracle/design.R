# Reference numbers of R's survey package for tests/test_measure_servqual.py, test_measure_groups.py and
# test_compare_differentiation.py.
#
#   Rscript tests/oracle/design.R tests/oracle/design_data.csv SFO_FOLDER tests/oracle/design_r.csv
#
# design_data.csv: 240 invented answers in 40 clusters and 3 strata; SFO_FOLDER holds 2016_SFO_Customer_Survey.csv.
suppressPackageStartupMessages(library(survey))
options(digits = 17)
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1], na.strings = "")
rows <- list()
tell <- function(case, quantity, value) {
  rows[[length(rows) + 1]] <<- data.frame(case, quantity, value = sprintf("%.17g", as.numeric(value)))
}
design <- svydesign(~cluster, strata = ~stratum, weights = ~weight, data = data)

# Paired tests: the mean of the difference, by item, and of the mean of two items
for (k in 1:3) data[[paste0("d_", k)]] <- data[[paste0("p_", k)]] - data[[paste0("e_", k)]]
data$d_12 <- rowMeans(data[, c("d_1", "d_2")], na.rm = TRUE)
data$d_12[is.nan(data$d_12)] <- NA
design <- svydesign(~cluster, strata = ~stratum, weights = ~weight, data = data)
tell("paired", "df", degf(design))
for (name in c("d_1", "d_2", "d_3", "d_12")) {
  found <- svymean(reformulate(name), design, na.rm = TRUE)
  tell(name, "mean", coef(found))
  tell(name, "se", SE(found))
  test <- svyttest(as.formula(paste(name, "~ 0")), subset(design, !is.na(get(name)))) # on one degree less than degf
  tell(name, "t", test$statistic)
  tell(name, "test_df", test$parameter)
  tell(name, "p", test$p.value)
}

# Correlation of a perception with overall satisfaction, on respondents who have both and the expectation
for (k in 1:3) {
  both <- subset(design, !is.na(overall) & !is.na(get(paste0("p_", k))) & !is.na(get(paste0("e_", k))))
  m <- as.matrix(svyvar(reformulate(c("overall", paste0("p_", k))), both))[1:2, 1:2]
  tell(paste0("correlation_", k), "r", m[1, 2] / sqrt(m[1, 1] * m[2, 2]))
}

# Means of groups with their covariances, and whether they differ
known <- subset(design, !is.na(g) & !is.na(overall))
by <- svyby(~overall, ~g, known, svymean, covmat = TRUE)
for (i in 1:4) {
  tell("groups", paste0("mean_", by$g[i]), coef(by)[i])
  for (j in 1:4) tell("groups", paste0("cov_", by$g[i], by$g[j]), vcov(by)[i, j])
}
model <- svyglm(overall ~ g, design)
test <- regTermTest(model, ~g, method = "Wald")
tell("groups", "wald", test$Ftest * test$df)
tell("groups", "q", test$df)
plain <- lm(overall ~ g + h, data = data, weights = weight)
tell("regression", "r_squared", summary(plain)$r.squared)

# Real answers: SFO 2016, the airport as a whole and restaurants by purpose of the trip and by age
sfo <- read.csv(file.path(arguments[2], "2016_SFO_Customer_Survey.csv"), fileEncoding = "latin1")
rating <- function(x) ifelse(x %in% 1:5, x, NA)
sfo$whole <- 25 * (rating(suppressWarnings(as.numeric(sfo$Q7ALL))) - 1)
sfo$food <- 25 * (rating(suppressWarnings(as.numeric(sfo$Q7FOOD))) - 1)
sfo$purpose <- factor(ifelse(sfo$Q2PURP1 == 0, NA, sfo$Q2PURP1))
sfo$gender <- factor(ifelse(sfo$Q20GENDER %in% c("Male", "Female"), sfo$Q20GENDER, NA))
flights <- svydesign(~RUNID, weights = ~WEIGHT, data = sfo)
tell("sfo", "df", degf(flights))
for (item in c("whole", "food")) for (by in c("purpose", "gender")) {
  model <- svyglm(reformulate(by, item), flights)
  test <- regTermTest(model, reformulate(by), method = "Wald")
  case <- paste0("sfo_", item, "_", by)
  tell(case, "wald", test$Ftest * test$df)
  tell(case, "q", test$df)
  tell(case, "n", nobs(model))
}
write.csv(do.call(rbind, rows), arguments[3], row.names = FALSE, quote = FALSE)
