# Differences in differences by lm and clubSandwich: coefficient, CR2 error, Satterthwaite's degrees of freedom.
# plain: single answers, unweighted; cells: weighted means of cells, multiplied by the root of their effective base, so that
# all have one working variance (weights divided accordingly).
# Rscript tests/oracle/beforeafter.R
suppressMessages(library(clubSandwich))
here <- "tests/oracle"
d <- read.csv(file.path(here, "beforeafter_data.csv"))
d$treated <- d$branch %in% c("b0", "b1", "b2")
d$did <- as.numeric(d$treated & d$wave > 2)
for (t in c(0, 1, 3, 4, 5)) d[[paste0("e", t)]] <- as.numeric(d$treated & d$wave == t)
events <- "e0 + e1 + e3 + e4 + e5"
fitted <- function(rows, right, weights, base, case) {
  names <- trimws(strsplit(right, "+", fixed = TRUE)[[1]])
  x <- model.matrix(as.formula(paste("~ 0 +", right, "+ factor(branch) + factor(wave)")), rows) * sqrt(base)
  y <- rows$y * sqrt(base)
  w <- weights / base
  m <- lm(y ~ 0 + x, weights = w)
  V <- vcovCR(m, cluster = rows$branch, type = "CR2", target = rep(1, nrow(rows)), inverse_var = FALSE)
  found <- coef_test(m, vcov = V, test = "Satterthwaite")[seq_along(names), ]
  data.frame(case = case, name = names, value = coef(m)[seq_along(names)], se = found$SE, df = found$df_Satt)
}
one <- rep(1, nrow(d))
cells <- do.call(rbind, lapply(split(d, list(d$branch, d$wave)), function(p) {
  out <- p[1, ]
  out$y <- weighted.mean(p$y, p$weight)
  out$total <- sum(p$weight)
  out$effective <- sum(p$weight)^2 / sum(p$weight^2)
  out
}))
# csatreport gives the weights of every wave the mean 1
scale <- tapply(d$weight, d$wave, mean)
cells$total <- cells$total / scale[as.character(cells$wave)]
all <- rbind(
  fitted(d, "did", one, one, "plain"), fitted(d, events, one, one, "plain"),
  fitted(cells, "did", cells$total, cells$effective, "cells"),
  fitted(cells, events, cells$total, cells$effective, "cells")
)
write.csv(format(all, digits = 15), file.path(here, "beforeafter_r.csv"), row.names = FALSE, quote = FALSE)
print(all)
