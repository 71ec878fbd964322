# Rank agreement with and without ties, and chance overlap, by R alone: Rscript tests/oracle/studies.R
# writes studies_data.csv (scores) and studies_r.csv (what R says of them).
set.seed(20260615)
x <- round(rnorm(40, 800, 25), 1)
y <- round(0.8 * (x - 800) + rnorm(40, 790, 15), 1)
data <- data.frame(x = x, y = y, coarse_x = round(x / 10) * 10, coarse_y = round(y / 10) * 10)
write.csv(data, "tests/oracle/studies_data.csv", row.names = FALSE)
of <- function(name, a, b) data.frame(
  case = name,
  tau = cor(a, b, method = "kendall"),
  rho = cor(a, b, method = "spearman"),
  p = cor.test(a, b, method = "kendall", exact = FALSE)$p.value
)
found <- rbind(of("plain", data$x, data$y), of("ties", data$coarse_x, data$coarse_y), of("one side", data$x, data$coarse_y))
write.csv(format(found, digits = 15), "tests/oracle/studies_r.csv", row.names = FALSE, quote = FALSE)
chance <- expand.grid(shared = 0:10, top = c(5, 10, 20))
chance <- chance[chance$shared <= chance$top, ]
chance$p <- phyper(chance$shared - 1, chance$top, 40 - chance$top, chance$top, lower.tail = FALSE)
write.csv(format(chance, digits = 15), "tests/oracle/studies_chance_r.csv", row.names = FALSE, quote = FALSE)
