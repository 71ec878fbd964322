# Reference numbers of R's survey package for tests/oracle/test_r_weights.py.
#
#   Rscript tests/oracle/weights.R SIMULATED.csv API_FOLDER OUT.csv
#
# SIMULATED.csv is written by the test from a formula; API_FOLDER holds apistrat.csv and apiclus1.csv.
suppressPackageStartupMessages(library(survey))
options(survey.replicates.mse = TRUE, digits = 17)
arguments <- commandArgs(trailingOnly = TRUE)
sim <- read.csv(arguments[1])
strat <- read.csv(file.path(arguments[2], "apistrat.csv"))
clus <- read.csv(file.path(arguments[2], "apiclus1.csv"))

rows <- list()
tell <- function(case, quantity, value) {
  rows[[length(rows) + 1]] <<- data.frame(case, quantity, value = sprintf("%.17g", as.numeric(value)))
}

# Weights themselves, and totals with them
weights_of <- function(case, design, items) {
  w <- weights(design, "sampling")
  for (i in seq_along(w)) tell(case, paste0("weight_", i), w[i])
  for (item in items) tell(case, paste0("total_", item), coef(svytotal(reformulate(item), design)))
}
fine <- list(maxit = 10000, epsilon = 1e-15)
age <- data.frame(age = c("a", "b", "c"), Freq = c(500, 300, 200))
tenure <- data.frame(tenure = c("p", "q", "r", "s"), Freq = c(150, 250, 350, 250))
dom <- data.frame(dom = c("x", "y", "z"), Freq = c(320, 330, 350))
plain <- svydesign(~1, weights = ~w, data = sim)
weights_of("sim_post", postStratify(plain, ~age, age), c("y1", "y3"))
weights_of("sim_rake2", rake(plain, list(~age, ~tenure), list(age, tenure), fine), c("y1", "y3"))
weights_of("sim_rake3", rake(plain, list(~age, ~tenure, ~dom), list(age, tenure, dom), fine), c("y1", "y3"))

# The margins of the examples of R's own documentation of rake
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
api <- list(
  apistrat = svydesign(~1, strata = ~stype, weights = ~pw, data = strat),
  apiclus1 = svydesign(~dnum, weights = ~pw, data = clus)
)
for (name in names(api)) {
  post <- postStratify(api[[name]], ~stype, types)
  raked <- rake(api[[name]], list(~stype, ~sch.wide), list(types, wide), fine)
  tell(paste0(name, "_post"), "total_enroll", coef(svytotal(~enroll, post)))
  tell(paste0(name, "_post"), "mean_api00", coef(svymean(~api00, post)))
  tell(paste0(name, "_rake"), "total_enroll", coef(svytotal(~enroll, raked)))
  tell(paste0(name, "_rake"), "mean_api00", coef(svymean(~api00, raked)))
}

# Trimming, where spreading equal amounts and spreading in proportion are the same
uneven <- data.frame(w = c(rep(1, 10), 0.1, 0.2, 6, 9))
mean_w <- mean(uneven$w)
trimmed <- list(
  upper = trimWeights(svydesign(~1, weights = ~w, data = uneven[-(11:12), , drop = FALSE]),
                      upper = 2 * mean(uneven$w[-(11:12)]), strict = TRUE),
  both = trimWeights(svydesign(~1, weights = ~w, data = uneven), lower = 0.5 * mean_w, upper = 2.5 * mean_w)
)
for (name in names(trimmed)) {
  w <- weights(trimmed[[name]])
  for (i in seq_along(w)) tell(paste0("trim_", name), paste0("weight_", i), w[i])
}

# Variances from replicate weights
estimates <- function(case, design, items, domain, pair) {
  tell(case, "df", degf(design))
  for (item in items) {
    found <- svymean(reformulate(item), design, na.rm = TRUE)
    tell(case, paste0("mean_", item), coef(found))
    tell(case, paste0("se_", item), SE(found))
    own <- subset(design, !is.na(get(item)))
    tell(case, paste0("deff_", item), deff(svymean(reformulate(item), own, deff = "replace")))
    for (level in pair) {
      part <- svymean(reformulate(item), design[which(design$variables[[domain]] == level), ], na.rm = TRUE)
      tell(case, paste0("mean_", item, "_", level), coef(part))
      tell(case, paste0("se_", item, "_", level), SE(part))
    }
    gap <- withReplicates(design, function(w, data) {
      y <- data[[item]]
      at <- function(level) data[[domain]] == level & !is.na(y)
      sum((w * y)[at(pair[2])]) / sum(w[at(pair[2])]) - sum((w * y)[at(pair[1])]) / sum(w[at(pair[1])])
    })
    tell(case, paste0("gap_", item), coef(gap))
    tell(case, paste0("segap_", item), SE(gap))
  }
}
delivered <- function(type, prefix, ...) {
  columns <- sim[, grep(paste0("^", prefix, "_"), names(sim))]
  suppressWarnings(svrepdesign(sim, repweights = columns, weights = sim$w, type = type, ...))
}
units <- c(2, 2, 3, 3, 3, 3, 3, 3)
cases <- list(
  jk1 = delivered("JK1", "jk1"), jkn = delivered("JKn", "jkn", rscales = (units - 1) / units, scale = 1),
  brr = delivered("BRR", "brr"), fay = delivered("Fay", "fay", rho = 0.3),
  bootstrap = delivered("bootstrap", "boot"),
  scaled = delivered("bootstrap", "boot", scale = 0.07, rscales = seq_len(24) / 24)
)
for (name in names(cases)) estimates(name, cases[[name]], c("y1", "y2", "y3"), "dom", c("x", "z"))
estimates("apistrat_jkn", as.svrepdesign(api$apistrat, type = "JKn"), c("api00", "enroll"), "stype", c("E", "H"))
estimates("apiclus1_jk1", as.svrepdesign(api$apiclus1, type = "JK1"), c("api00", "enroll"), "stype", c("E", "H"))

write.csv(do.call(rbind, rows), arguments[3], row.names = FALSE, quote = FALSE)
