# Numbers of standing by programs that nobody here wrote: Rscript tests/oracle/standing.R (from the project's root)
#   metafor: variance between levels (Paule-Mandel), its Q-profile interval, best linear unbiased predictions
#   survey:  regression with the design, predictive margins
#   base R:  Spiegelhalter's interpolated binomial limits (2005), winsorised dispersion
suppressMessages({library(metafor); library(survey)})
set.seed(20261124)
out <- data.frame(what = character(), name = character(), value = numeric())
put <- function(what, name, value) out <<- rbind(out, data.frame(what = what, name = as.character(name), value = as.numeric(value)))

# 1. The trials of BCG vaccine that metafor prints in its documentation, and levels alike
bcg <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
alike <- data.frame(yi = c(1.0, 1.1, 0.9, 1.05), vi = c(0.04, 0.05, 0.06, 0.03))
for (set in c("bcg", "alike")) {
  d <- get(set)
  fit <- rma(yi, vi, data = d, method = "PM", control = list(tol = 1e-13, threshold = 1e-13))
  ci <- confint(fit, control = list(tol = 1e-13))$random["tau^2", ]
  put(paste0(set, ":yi"), seq_along(d$yi), d$yi); put(paste0(set, ":vi"), seq_along(d$vi), d$vi)
  put(set, "variance", fit$tau2); put(set, "low", ci["ci.lb"]); put(set, "high", ci["ci.ub"])
  put(set, "mean", fit$beta); put(set, "mean_se", fit$se); put(set, "p", fit$QEp)
  put(paste0(set, ":blup"), seq_along(d$yi), blup(fit)$pred)
}

# 2. Levels beside customer types in a stratified sample of clusters with weights
n <- 640
d <- data.frame(stratum = rep(c("u", "c"), c(400, 240)))
d$cluster <- paste0(d$stratum, c(rep(1:50, each = 8), rep(1:30, each = 8)))
d$weight <- round(runif(n, 0.5, 3), 3)
d$branch <- sample(c("b1", "b2", "b3", "b4", "b5"), n, TRUE, c(.35, .25, .2, .15, .05))
d$age <- ifelse(runif(n) < ifelse(d$branch == "b1", .6, .3), "old", sample(c("young", "middle"), n, TRUE))
d$kind <- sample(c("home", "firm"), n, TRUE, c(.8, .2))
shock <- setNames(rnorm(80, 0, .25), unique(d$cluster))
d$y <- round(3.6 + .5 * (d$age == "old") - .4 * (d$kind == "firm") + .3 * (d$branch == "b3") + shock[d$cluster] + rnorm(n, 0, .8))
d$y <- pmin(pmax(d$y, 1), 5)
d$y[sample(n, 25)] <- NA
for (name in c("branch", "age", "kind")) d[[name]] <- factor(d[[name]])
write.csv(d, "tests/oracle/standing_data.csv", row.names = FALSE, na = "")
for (measure in c("mean", "csat")) {
  d$s <- if (measure == "mean") d$y else as.numeric(d$y >= 4)
  design <- subset(svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, data = d, nest = TRUE), !is.na(s))
  fit <- svyglm(s ~ 0 + branch + age + kind, design)
  for (contrast in c("ageold", "ageyoung", "ageold-ageyoung", "kindhome")) {  # against middle, against firm
    parts <- strsplit(contrast, "-")[[1]]
    named <- setNames(rep(0, length(coef(fit))), names(coef(fit)))
    named[parts[1]] <- 1
    if (length(parts) > 1) named[parts[2]] <- -1
    est <- svycontrast(fit, named)
    put(paste0(measure, ":type"), contrast, est[1]); put(paste0(measure, ":type_se"), contrast, SE(est))
  }
  # each type minus the average customer: by the jackknife, since its shares are estimated too
  centred <- function(w, x) {
    b <- coef(lm(s ~ 0 + branch + age + kind, data = x, weights = w))
    of <- function(v) {  # effects of a factor, 0 for its first level, minus their mean
      e <- setNames(c(0, b[paste0(v, levels(x[[v]])[-1])]), levels(x[[v]]))
      e - sum(tapply(w, x[[v]], sum) / sum(w) * e)
    }
    c(of("age"), of("kind"))
  }
  jack <- withReplicates(as.svrepdesign(design, type = "JKn"), centred)
  put(paste0(measure, ":centred"), names(jack), jack); put(paste0(measure, ":centred_se"), names(jack), SE(jack))
  means <- svypredmeans(svyglm(s ~ age + kind, design), ~branch)
  put(paste0(measure, ":adjusted"), names(means), means)
  # its errors add those of the mix and of the model as if they had nothing to do with each other: so by the jackknife too
  margins <- function(w, x) {
    fit <- lm(s ~ 0 + branch + age + kind, data = x, weights = w)
    sapply(levels(x$branch), function(b) sum(w * predict(fit, transform(x, branch = factor(b, levels(x$branch))))) / sum(w))
  }
  jack <- withReplicates(as.svrepdesign(design, type = "JKn"), margins)
  put(paste0(measure, ":adjusted_se"), names(jack), SE(jack))
}

# 3. Limits of the funnel: r is the smallest count with F(r) >= p, the limit (r - (F(r) - p) / (F(r) - F(r-1))) / n
limit <- function(p, n, t) {
  r <- qbinom(p, n, t)
  (r - (pbinom(r, n, t) - p) / dbinom(r, n, t)) / n
}
for (t in c(.02, .5, .875)) for (n in c(12, 60, 251, 4000)) for (p in c(.001, .025, .975, .999))
  put("limit", paste(t, n, p), limit(p, n, t))

# 4. Dispersion: mean square of z scores winsorised at a tenth
z <- c(-10.2, -3.0, -2.4, -2.0, -1.6, -1.1, -.2, -.1, .6, .8, 1.1, 1.6, 1.7, 2.0, 2.3, 3.4)
q <- quantile(z, c(.1, .9))
put("z", seq_along(z), z); put("dispersion", "phi", mean(pmin(pmax(z, q[1]), q[2])^2))
write.csv(format(out, digits = 15), "tests/oracle/standing_r.csv", row.names = FALSE, quote = FALSE)
