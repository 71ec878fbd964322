# Hungarian method by R's clue::solve_LSAP on random overlaps: Rscript tests/oracle/matching.R > tests/oracle/matching.json
library(clue)
set.seed(20260930)
cases <- lapply(c(2, 3, 4, 5, 7), function(k) {
  near <- round(matrix(runif(k * k), k), 6)
  list(near = near, earlier = as.integer(solve_LSAP(near, maximum = TRUE)) - 1L)
})
row <- function(x) paste0("[", paste(format(x, trim = TRUE), collapse = ", "), "]")
text <- sapply(cases, function(c) sprintf(' {"near": [%s], "earlier": %s}',
  paste(apply(c$near, 1, row), collapse = ", "), row(c$earlier)))
cat("[\n", paste(text, collapse = ",\n"), "\n]\n", sep = "")
