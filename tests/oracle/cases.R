# Oracle of tests/test_compare_cases.py: Rscript tests/oracle/cases.R > tests/oracle/cases_r.csv
# Two firms, invented: counts of a share (satisfied of n) by quarters since the first action, and mean hours with their standard errors.
at <- -4:5
n_a <- c(800, 810, 790, 805, 820, 830, 815, 825, 840, 835)
x_a <- c(590, 585, 600, 592, 610, 650, 668, 701, 728, 733)
n_b <- c(500, 520, 510, 490, 505, 515, 498, 502, 511, 507)
x_b <- c(395, 409, 401, 388, 381, 360, 338, 321, 310, 300)
hours <- c(26.1, 25.4, 26.9, 25.8, 22.0, 15.2, 10.1, 8.3, 7.2, 6.9)
out <- function(name, value) cat(sprintf("%s,%.12f\n", name, value))
cat("name,value\n")
change <- function(name, x, n) {  # the year before against the year from the second quarter after the first action on
  before <- at < 0; after <- at >= 2
  test <- prop.test(c(sum(x[after]), sum(x[before])), c(sum(n[after]), sum(n[before])), correct = FALSE)
  out(paste0(name, ".low"), test$conf.int[1]); out(paste0(name, ".high"), test$conf.int[2])
  p <- test$estimate
  out(paste0(name, ".change"), p[1] - p[2])
  p[1] * (1 - p[1]) / sum(n[after]) + p[2] * (1 - p[2]) / sum(n[before])
}
v_a <- change("a", x_a, n_a); v_b <- change("b", x_b, n_b)
p <- function(x, n, which) sum(x[which]) / sum(n[which])
apart <- (p(x_a, n_a, at >= 2) - p(x_a, n_a, at < 0)) - (p(x_b, n_b, at >= 2) - p(x_b, n_b, at < 0))
out("apart", apart); out("apart.se", sqrt(v_a + v_b))
bend <- function(name, y) {
  fit <- lm(y ~ x * after, data.frame(y = y, x = at, after = as.numeric(at >= 0)))
  found <- summary(fit)$coefficients["x:after", ]
  out(paste0(name, ".slope"), coef(fit)["x"]); out(paste0(name, ".bend"), found[1]); out(paste0(name, ".bend.se"), found[2])
  out(paste0(name, ".bend.p"), found[4]); out(paste0(name, ".bend.low"), confint(fit)["x:after", 1])
}
bend("a", x_a / n_a); bend("b", x_b / n_b); bend("hours", hours)
out("logit.low", plogis(qlogis(733 / 835) - qnorm(0.975) / sqrt(835 * 733 / 835 * 102 / 835)))
