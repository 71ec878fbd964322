# Reference numbers of R's psych package for tests/test_measure_structure_*.py.
#
#   Rscript tests/oracle/structure.R ATTITUDE.csv SIMULATED.csv > tests/oracle/structure_r.json
#
# SIMULATED.csv holds 400 x 12 ratings that tests/structured.py makes from a formula.
suppressPackageStartupMessages(library(psych))
arguments <- commandArgs(trailingOnly = TRUE)
list_of <- function(x) sprintf("[%s]", paste(sprintf("%.15g", as.numeric(x)), collapse = ", "))
cat("{\n")
data <- list(attitude = read.csv(arguments[1]), simulated = read.csv(arguments[2]))
factors <- c(attitude = 2, simulated = 3)
parts <- c()
tell <- function(name, x) parts <<- c(parts, sprintf("\"%s\": %s", name, list_of(x)))
for (case in names(data)) {
  x <- data[[case]]
  if (case == "attitude") x <- x[, c("rating", "complaints", "privileges", "learning", "raises", "critical", "advance")]
  r <- cor(x)
  m <- factors[[case]]
  a <- suppressWarnings(alpha(x, warnings = FALSE))
  tell(paste0(case, ".alpha"), c(a$total$raw_alpha, a$total$std.alpha))
  tell(paste0(case, ".r_drop"), a$item.stats$r.drop)
  tell(paste0(case, ".alpha_drop"), a$alpha.drop$raw_alpha)
  f <- alpha.ci(a$total$raw_alpha, n.obs = nrow(x), n.var = ncol(x), p.val = .05, digits = 10)
  tell(paste0(case, ".feldt"), c(f$lower.ci, f$upper.ci))
  k <- KMO(r)
  tell(paste0(case, ".kmo"), c(k$MSA, k$MSAi))
  b <- cortest.bartlett(r, n = nrow(x))
  tell(paste0(case, ".bartlett"), c(b$chisq, b$df, b$p.value))
  # psych ends its search early: its uniquenesses are polished by the same function run to convergence
  fit <- function(psi) { d <- r - diag(psi); v <- eigen(d, symmetric = TRUE)$values; sum(v[-(1:m)]^2) / 2 }
  grad <- function(psi) { e <- eigen(r - diag(psi), symmetric = TRUE); k <- (m + 1):ncol(r); -rowSums(sweep(e$vectors[, k]^2, 2, e$values[k], "*")) }
  start <- suppressWarnings(fa(r, m, fm = "minres", rotate = "none", n.obs = nrow(x)))$uniquenesses
  tell(paste0(case, ".minres_psych"), start)
  o <- optim(start, fit, grad, method = "L-BFGS-B", lower = .005, upper = 1, control = list(factr = 1, pgtol = 0, maxit = 10000))
  e <- eigen(r - diag(o$par), symmetric = TRUE)
  load <- sweep(e$vectors[, 1:m], 2, sqrt(e$values[1:m]), "*")
  tell(paste0(case, ".minres"), o$par)
  v <- varimax(load, normalize = TRUE, eps = 1e-15)
  tell(paste0(case, ".varimax"), t(unclass(v$loadings)))
  tell(paste0(case, ".weights"), t(solve(r) %*% unclass(v$loadings)))
  p <- principal(r, m, rotate = "none")
  tell(paste0(case, ".components"), t(unclass(p$loadings)))
  tell(paste0(case, ".congruence"), diag(factor.congruence(unclass(v$loadings), unclass(varimax(unclass(p$loadings), eps = 1e-15)$loadings), digits = 12)))
}
set.seed(1)
invisible(capture.output(f <- fa.parallel(data$simulated, fm = "minres", fa = "both", n.iter = 2000, SMC = TRUE, sim = TRUE, quant = .95, plot = FALSE)))
k <- ncol(data$simulated)
random <- f$values
tell("simulated.parallel_components", apply(random[, grep("^C", colnames(random))][, 1:k], 2, quantile, .95))
tell("simulated.parallel_factors", apply(random[, grep("^F", colnames(random))][, 1:k], 2, quantile, .95))
tell("simulated.eigen_factors", f$fa.values)
cat(paste(parts, collapse = ",\n"), "\n}\n")
