"""Words of titles that keep their capital wherever they stand: names of people, peoples, places, languages, products.

Only words that are hardly ever anything else are listed: `Go`, `Gauss` and `Rust` are, `Bell`, `Young` and `Gray` not.
"""

from __future__ import annotations

__all__ = ["PROPER_NAMES"]

_SCIENTISTS = """
    Abel Abelian Airy Ampère Anderson Archimedes Aristotle Arrhenius Auger Avogadro Bahadur Banach Baum Bayes
    Bayesian Bellman Beltrami Berkson Bernoulli Bernstein Berry Bessel Betti Bethe Bianchi Bloch Bochner Bogoliubov
    Bohm Bohr Boltzmann Boolean Borel Bose Brouwer Brownian Cantor Carathéodory Carnot Cartan Cartesian Casimir
    Catalan Cauchy Cayley Cesàro Chandrasekhar Chebyshev Chern Chernoff Chinchilla Chomsky Church Clifford Compton
    Copernican Coriolis Coulomb Coxeter Cramér Curie Darcy Darwin Darwinian Debye Dedekind Descartes Dijkstra
    Diophantine Dirac Dirichlet Doppler Dyson Einstein Elo Erdős Euclid Euclidean Euler Eulerian Fano Faraday Fermat
    Fermi Feynman Fibonacci Fokker Fourier Fréchet Fredholm Fresnel Freud Frobenius Fubini Galerkin Galilean Galileo
    Galois Gauss Gaussian Gibbs Ginibre Ginzburg Gödel Goldbach Goodhart Gram Grassmann Grassmannian Green's Gröbner
    Grothendieck Grover Haar Hadamard Hamilton Hamiltonian Hausdorff Hawking Hebbian Heisenberg Helmholtz Hermite
    Hermitian Hesse Hessian Higgs Hilbert Hodge Hölder Hoeffding Hopf Hopfield Hubbard Hubble Huffman Ising Itô
    Jacobi Jacobian Jordan Josephson Julia Kahler Kähler Kalman Kantorovich Kaplan Kepler Keplerian Kerr Khovanov
    Kohn Kolmogorov Kripke Kronecker Kubo Kullback Lagrange Lagrangian Laguerre Landau Langevin Laplace Laplacian
    Larmor Lebesgue Legendre Leibler Leibniz Levenshtein Lie Liouville Lipschitz Lloyd Lorentz Lorentzian Lyapunov
    Mach Majorana Mandelbrot Markov Markovian Maxwell Mercer Metropolis Michelson Minkowski Monge Moore Nakagami
    Nash Navier Nernst Nesterov Neumann Newton Newtonian Noether Nyström Occam Ockham Ornstein Pareto Parseval
    Pascal Pauli Peano Pearson Petri Picard Planck Plato Poincaré Poisson Polya Pólya Pontryagin Popper Potts
    Ramachandran Raman Ramanujan Ramsey Rashba Rayleigh Rényi Reynolds Ricci Riemann Riemannian Robbins Rubik
    Rutherford Rydberg Sapir Schmidt Schrödinger Schur Schwarz Schwarzschild Shannon Shapley Shor Simpson Sinkhorn
    Skolem Sobolev Socratic Spearman Stein Stiefel Stiefel Stirling Stokes Sylvester Taylor Thevenin Thompson
    Tikhonov Toeplitz Tsallis Turing Tychonoff Uhlenbeck Vandermonde Vapnik Vickrey Viterbi Voronoi Wasserstein
    Weibull Weierstrass Weyl Whorf Wiener Wigner Wilcoxon Wittgenstein Yukawa Zeeman Zeno Zipf Zipfian
"""
_PEOPLES_AND_PLACES = """
    Africa African Alps Amazon Amazonian America American Amharic Antarctic Antarctica Arabic Arctic Argentina
    Armenian Asia Asian Athens Atlantic Australia Australian Austria Austrian Babel Bangla Basque Beijing Belgian
    Belgium Bengali Berlin Bible Bosnian Boston Brazil Brazilian Britain British Buddhist Bulgarian Cambridge Canada
    Canadian Cantonese Catalan Caucasian Chile Chinese China Christian Colombia Croatian Czech Danish Denmark Dutch
    Earth Egypt Egyptian England English Esperanto Estonian Ethiopia Ethiopian Europe European Fermilab Finland
    Finnish Florida France French Galaxy's Geneva Georgian German Germany Ghana Greece Greek Gujarati Hausa Hawaii
    Hebrew Himalaya Himalayan Hindi Hindu Hollywood Hungarian Hungary Iceland Icelandic Igbo India Indian Indonesia
    Indonesian Iran Ireland Irish Islam Islamic Israel Italian Italy Japan Japanese Jewish Jupiter Kannada Kazakh
    Kenya Kenyan Korea Korean Kurdish Kyoto Latin Latvian Lithuanian London Lunar's Macedonian Malay Malayalam
    Malaysia Mandarin Maori Māori Marathi Mars Martian Mediterranean Mexican Mexico Mongolian Moscow Muslim Nepali
    Neptune Netherlands Nigeria Nigerian Nordic Norway Norwegian Oxford Pacific Pakistan Paris Persian Peru Pluto
    Poland Polish Portugal Portuguese Punjabi Quechua Roman Romania Romanian Russia Russian Sanskrit Saturn
    Scandinavian Scottish Serbian Shanghai Singapore Sinhala Slavic Slovak Slovenian Somali Spain Spanish Stanford
    Sumerian Swahili Sweden Swedish Swiss Switzerland Sydney Tagalog Taiwan Taiwanese Tamil Telugu Texas Thai
    Thailand Tibetan Tokyo Turkey Turkish Ukraine Ukrainian Uranus Urdu Uyghur Uzbek Venus Vienna Vietnam Vietnamese
    Wales Washington Welsh Wuhan Xhosa Yiddish Yoruba York Zurich Zulu
"""
_PRODUCTS = """
    Adam Alpaca AlphaGo Android Apache Apple Atari Bitcoin Bloom Claude Copilot Debian Docker Ethereum Excel
    Facebook Fortran Gemini Gemma Git Google Grok Guanaco Haskell Huawei Instagram Isabelle Java Julia Jupyter
    Kaggle Kubernetes Linux Llama Microsoft Minecraft Mistral Mixtral Mozilla Nvidia Python Qwen Reddit Roblox
    Scopus Solidity Spotify Sudoku Telegram Twitter Ubuntu Unix Vicuna Weibo Wikidata Wikipedia Windows Wordle Yahoo
"""
PROPER_NAMES = frozenset((_SCIENTISTS + _PEOPLES_AND_PLACES + _PRODUCTS).split()) | {"Carlo", "Monte"}
