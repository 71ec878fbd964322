# Reference numbers of R's cluster, mclust and stats for tests/test_measure_segments_*.py.
#
#   Rscript tests/oracle/segments.R tests/oracle/segments_data.csv tests/oracle/segments_r.csv
suppressPackageStartupMessages({library(cluster); library(mclust)})
options(digits = 17)
arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1])
x <- as.matrix(data[, paste0("x", 0:3)])
w <- data$weight
rows <- list()
tell <- function(case, quantity, value) {
  rows[[length(rows) + 1]] <<- data.frame(case, quantity, value = sprintf("%.17g", as.numeric(value)))
}

# k-means with weights: every row as often as it weighs
many <- x[rep(seq_len(nrow(x)), w), ]
for (k in 2:5) {
  set.seed(1)
  fit <- kmeans(many, k, nstart = 200, iter.max = 200)
  tell("kmeans", paste0("within", k), fit$tot.withinss)
  if (k == 3) {
    centres <- fit$centers[order(fit$centers[, 1]), ]
    for (i in 1:3) for (j in 1:4) tell("kmeans", paste0("centre", i - 1, j - 1), centres[i, j])
  }
}

# silhouettes of the unweighted solution with three groups, all answers and with missing ones
set.seed(1)
three <- kmeans(x, 3, nstart = 200, iter.max = 200)$cluster
tell("silhouette", "mean", mean(silhouette(three, dist(x))[, 3]))
holes <- x
holes[as.matrix(data[, paste0("m", 0:3)]) == 1] <- NA
tell("silhouette", "missing", mean(silhouette(three, dist(holes))[, 3]))
for (i in seq_along(three)) tell("member", i - 1, three[i] - 1)

# gap: principal components, squared distances
set.seed(1)
gap <- clusGap(x, kmeans, K.max = 6, B = 500, d.power = 2, spaceH0 = "scaledPCA", nstart = 20, verbose = FALSE)$Tab
for (k in 1:6) {
  tell("gap", paste0("gap", k), gap[k, "gap"])
  tell("gap", paste0("se", k), gap[k, "SE.sim"])
}
tell("gap", "number", maxSE(gap[, "gap"], gap[, "SE.sim"], method = "globalSEmax"))

# mixtures
for (model in c("EEI", "VVI")) {
  fit <- Mclust(x, G = 3, modelNames = model, verbose = FALSE)
  tell(model, "loglik", fit$loglik)
  tell(model, "bic", fit$bic)
  order <- order(fit$parameters$mean[1, ])
  for (i in 1:3) {
    tell(model, paste0("share", i - 1), fit$parameters$pro[order[i]])
    for (j in 1:4) tell(model, paste0("mean", i - 1, j - 1), fit$parameters$mean[j, order[i]])
  }
}

# Hennig's stability in the manner of fpc::clusterboot(bootmethod = "boot", multipleboot = TRUE)
for (k in 2:4) {
  set.seed(1)
  whole <- kmeans(x, k, nstart = 200, iter.max = 200)
  order <- order(whole$centers[, 1])
  found <- matrix(0, 12, k)
  for (b in 0:11) {
    times <- data[[paste0("b", b)]]
    at <- rep(seq_len(nrow(x)), times)
    again <- kmeans(x[at, ], k, nstart = 200, iter.max = 200)$cluster
    for (i in seq_len(k)) {
      own <- whole$cluster[at] == order[i]
      found[b + 1, i] <- max(sapply(seq_len(k), function(j) sum(own & again == j) / sum(own | again == j)))
    }
  }
  for (i in seq_len(k)) tell("jaccard", paste0("k", k, "_", i - 1), mean(found[, i]))
}
write.csv(do.call(rbind, rows), arguments[2], row.names = FALSE, quote = FALSE)
