#define tiny_run tiny_run_
#include "handle.h"
#pragma once
