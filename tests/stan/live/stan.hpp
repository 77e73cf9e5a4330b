// Stan's headers, compiled once for all programs.
#include <stan/model/model_header.hpp>
#include <stan/io/json/json_data.hpp>
#include <fstream>
#include <functional>
#include <iostream>
#include <limits>
#include <memory>
#include <sstream>
#include <string>
#include <vector>
